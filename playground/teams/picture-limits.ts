/** The largest picture that Teams draws, in pixels and in bytes. */
const MAX_SIDE = 1_024;
const MAX_BYTES = 1_024 * 1_024;

/**
 * Tells why Teams would refuse a picture.
 * @param bytes the whole file
 * @returns null for a PNG or JPEG within the limits
 */
export function pictureFault(bytes: Buffer): string | null {
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (size === null) return 'a picture is a PNG or a JPEG';
  if (bytes.length >= MAX_BYTES) return 'a picture is smaller than 1 MB';
  if (Math.max(size.width, size.height) > MAX_SIDE) return `a picture is at most ${MAX_SIDE} pixels wide and high`;
  return null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/**
 * Walks through the segments of a JPEG up to the one that states the size (SOF0 to SOF15, without DHT, JPG and DAC).
 */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    const statesSize = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (statesSize) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
