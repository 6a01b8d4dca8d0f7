import { PolsslagError } from '../errors.ts';

type Bytes = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** An encoding that is reported. UTF-8 (and so ASCII) is what everybody expects, and is not. */
type OtherEncoding = 'UTF-16' | 'Windows-1252';

/**
 * Decodes the bytes of a file to text, piece by piece. A file with a byte order mark of UTF-16 is UTF-16. Otherwise the
 * first character outside ASCII decides: it is valid UTF-8, or else the file is Windows-1252, as Excel writes it.
 * Invalid bytes become U+FFFD.
 * @param onOther called with the encoding when it is not UTF-8
 * @throws PolsslagError BAD_INPUT when the file is a workbook and not text
 */
export async function* decodeText(bytes: Bytes, onOther: (encoding: OtherEncoding) => void): AsyncGenerator<string> {
  const decode = createDecoder(onOther);
  for await (const chunk of bytes) {
    yield decode(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk, false);
  }
  yield decode(new Uint8Array(), true);
}

/** Keeps back bytes that do not yet decide the encoding. */
function createDecoder(onOther: (encoding: OtherEncoding) => void): (piece: Uint8Array, isEnd: boolean) => string {
  let held = new Uint8Array();
  let decoder: TextDecoder | null = null;
  let isStart = true;
  return (piece, isEnd) => {
    const all: Uint8Array = held.length === 0 ? piece : Buffer.concat([held, piece]);
    held = new Uint8Array();
    if (isStart && !isEnd && all.length < MAX_SEQUENCE) {
      held = new Uint8Array(all);
      return '';
    }
    if (isStart) {
      refuseWorkbook(all);
      decoder = utf16(all, onOther);
    }
    isStart = false;
    if (decoder !== null) return decoder.decode(all, { stream: !isEnd });
    const { plain, rest } = splitAscii(all);
    if (rest.length < MAX_SEQUENCE && !isEnd) held = new Uint8Array(rest);
    else if (rest.length > 0) decoder = judgeEncoding(rest, onOther);
    return ASCII.decode(plain) + (decoder?.decode(rest, { stream: !isEnd }) ?? '');
  };
}

/** The most bytes that a character takes in UTF-8. */
const MAX_SEQUENCE = 4;
const ASCII = new TextDecoder('utf-8', { ignoreBOM: true });

/** The first bytes of a workbook: a zip archive (.xlsx, .ods), or the Excel format until 2007 (.xls). */
const WORKBOOKS = [Buffer.from('504b0304', 'hex'), Buffer.from('d0cf11e0', 'hex')];

/** Read as text, a workbook would give a page of meaningless faults. */
function refuseWorkbook(bytes: Uint8Array): void {
  if (!WORKBOOKS.some((start) => start.equals(bytes.subarray(0, start.length)))) return;
  const advice = 'save it as CSV there (File, Save As, CSV UTF-8), and import that file';
  throw new PolsslagError('BAD_INPUT', `This is a workbook of Excel or LibreOffice: ${advice}.`);
}

function utf16([first, second]: Uint8Array, onOther: (encoding: OtherEncoding) => void): TextDecoder | null {
  const isLittle = first === 0xff && second === 0xfe;
  if (!isLittle && !(first === 0xfe && second === 0xff)) return null;
  onOther('UTF-16');
  return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be');
}

function splitAscii(bytes: Uint8Array): { plain: Uint8Array; rest: Uint8Array } {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  const end = first === -1 ? bytes.length : first;
  return { plain: bytes.subarray(0, end), rest: bytes.subarray(end) };
}

function judgeEncoding(bytes: Uint8Array, onOther: (encoding: OtherEncoding) => void): TextDecoder {
  const { rest } = splitAscii(bytes);
  if (rest.length === 0 || [2, 3, 4].some((length) => isUtf8(rest.subarray(0, length))))
    return new TextDecoder('utf-8');
  onOther('Windows-1252');
  return new TextDecoder('windows-1252');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
