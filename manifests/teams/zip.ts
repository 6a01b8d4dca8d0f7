import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** The first moment that a ZIP file can name: the same files make the same bytes. */
const DATE_1980 = 0x21;
const VERSION = 20;

/** Packs a few small files, uncompressed, as Teams wants them: side by side at the top of a ZIP file. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const nameBytes = Buffer.from(name);
    const shared = sharedFields(nameBytes, content);
    const file = Buffer.concat([uint32(0x04034b50), shared, nameBytes, content]);
    const placement = Buffer.concat([uint16(0, 0, 0), uint32(0, offset)]);
    directory.push(uint32(0x02014b50), uint16(VERSION), shared, placement, nameBytes);
    files.push(file);
    offset += file.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = Buffer.concat([uint32(0x06054b50), uint16(0, 0, count, count), uint32(index.length, offset), uint16(0)]);
  return Buffer.concat([...files, index, end]);
}

/** What stands both before a file and in the directory: version, flags, method, time, date, checksum and lengths. */
function sharedFields(name: Buffer, content: Buffer): Buffer {
  return Buffer.concat([
    uint16(VERSION, 0, 0, 0, DATE_1980),
    uint32(crc32(content), content.length, content.length),
    uint16(name.length, 0),
  ]);
}

function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeUInt16LE(value, index * 2);
  });
  return bytes;
}

function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value, index * 4);
  });
  return bytes;
}
