import { describe, expect, it } from '@jest/globals';
import { gatherFaults } from '../../../src/csv/fault.ts';
import { PolsslagError } from '../../../src/errors.ts';
import { readSchoolsFile } from '../../../src/features/roster/schools-file.ts';

const HEADER = 'school,circle,region,timezone';

async function read(text: string | Uint8Array) {
  const faults = gatherFaults();
  const schools = await readSchoolsFile({ bytes: [text], report: faults.report });
  try {
    faults.throwIfAny();
  } catch (error) {
    return { schools, faults: error instanceof PolsslagError ? error.faults : [] };
  }
  return { schools, faults: [] };
}

const beatrix = { school: 'De Beatrix', circle: 'Noord-Oost', region: 'noord', timezone: 'Europe/Amsterdam' };

describe('the schools file', () => {
  it('reads schools', async () => {
    const { schools, faults } = await read(`${HEADER}\nDe Beatrix,Noord-Oost,noord,Europe/Amsterdam\n`);
    expect(faults).toEqual([]);
    expect(schools).toEqual([beatrix]);
  });

  it('accepts a byte order mark, Windows line ends, quotes, spaces, capitals and another order of columns', async () => {
    const text =
      '\uFEFF Timezone,"Region",school,circle\r\nEurope/Amsterdam, Noord ,"School ""Zee"", Delft",Zuid\r\n\r\n,,,\r\n';
    const { schools, faults } = await read(text);
    expect(faults).toEqual([]);
    expect(schools).toEqual([
      { school: 'School "Zee", Delft', circle: 'Zuid', region: 'noord', timezone: 'Europe/Amsterdam' },
    ]);
  });

  it('reports every fault with its line and column', async () => {
    const { faults } = await read(
      `${HEADER}\n,Kring A,oost,Europe/Amsterdam\n"Twee\nregels",Kring A,noord,Europe/Amsterdam\nDe Zon,,zuid,Europe/Nowhere\n`,
    );
    expect(faults).toEqual([
      'Line 2, column school: is empty; fill it in.',
      'Line 2, column region: must be noord, midden or zuid.',
      'Line 3, column school: holds characters that cannot be read; save the file as CSV in UTF-8, without line ends in a cell.',
      'Line 5, column circle: is empty; fill it in.',
      'Line 5, column timezone: is not a known time zone; write it as Europe/Amsterdam.',
    ]);
  });

  const zon = { school: 'De Zoë', circle: 'Zuid', region: 'zuid', timezone: 'Europe/Amsterdam' };

  it.each([
    [
      'semicolons, as Excel in Dutch writes',
      `${HEADER}\r\nDe Zoë,Zuid,zuid,Europe/Amsterdam\r\n`.replaceAll(',', ';'),
      'utf8',
    ],
    ['tabs', `${HEADER}\nDe Zoë,Zuid,zuid,Europe/Amsterdam\n`.replaceAll(',', '\t'), 'utf8'],
    [
      'a byte order mark and quotes',
      `\uFEFF"school";"circle";"region";"timezone"\n"De Zoë";"Zuid";"zuid";"Europe/Amsterdam"`,
      'utf8',
    ],
    [
      'a line that names the separator',
      `sep=;\r\nschool;circle;region;timezone\r\nDe Zoë;Zuid;zuid;Europe/Amsterdam\r\n`,
      'utf8',
    ],
    [
      'empty columns at the end',
      `school;circle;region;timezone;;\r\nDe Zoë;Zuid;zuid;Europe/Amsterdam;;\r\n;;;;;\r\n`,
      'utf8',
    ],
    ['Windows-1252', `${HEADER}\nDe Zoë,Zuid,zuid,Europe/Amsterdam\n`, 'latin1'],
    [
      'UTF-16 with tabs, as "Unicode text"',
      `\uFEFF${HEADER}\r\nDe Zoë,Zuid,zuid,Europe/Amsterdam\r\n`.replaceAll(',', '\t'),
      'utf16le',
    ],
  ] as const)('reads %s, in whatever chunks it comes', async (_name, text, encoding) => {
    const whole = Buffer.from(text, encoding);
    for (const size of [1, 3, 7, whole.length]) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
        whole.subarray(index * size, (index + 1) * size),
      );
      const faults = gatherFaults();
      expect(await readSchoolsFile({ bytes: pieces, report: faults.report })).toEqual([zon]);
      faults.throwIfAny();
    }
  });

  it('tells how it reads a file that is not in UTF-8 with commas', async () => {
    const noticed = async (text: string, encoding: 'utf8' | 'latin1') => {
      const notices: string[] = [];
      await readSchoolsFile({
        bytes: [Buffer.from(text, encoding)],
        report: () => undefined,
        notice: (what) => notices.push(what),
      });
      return notices;
    };
    const line = 'De Zoë;Zuid;zuid;Europe/Amsterdam';
    expect(await noticed(`${HEADER.replaceAll(',', ';')}\n${line}\n`, 'latin1')).toEqual([
      'the characters of Windows-1252',
      'semicolons between the cells',
    ]);
    expect(await noticed(`\uFEFF${HEADER}\n${line.replaceAll(';', ',')}\n`, 'utf8')).toEqual([]);
  });

  it('keeps a semicolon in a cell of a file with commas', async () => {
    const { schools, faults } = await read(`${HEADER}\nDe Zon; De Maan,Zuid,zuid,Europe/Amsterdam\n`);
    expect([schools.map(({ school }) => school), faults]).toEqual([['De Zon; De Maan'], []]);
  });

  it('refuses text that was garbled before', async () => {
    const { faults } = await read(`${HEADER}\nDe ZoÃ«,Zuid,zuid,Europe/Amsterdam\n`);
    expect(faults).toEqual([expect.stringMatching(/^Line 2, column school: holds garbled characters/)]);
  });

  it('reports once which columns are missing, double or unexpected, without repeating a cell', async () => {
    const { faults } = await read(`Jan Jansen,school,school,region\n${'a,b,c,d\n'.repeat(50)}`);
    expect(faults).toEqual([
      `Line 1: column 1 has a name that is not expected here; the column "school" stands here twice; the columns "circle", "timezone" are missing; the first line must be: ${HEADER}.`,
    ]);
  });

  it('reports once that a column is missing in every line', async () => {
    const { faults } = await read(`${HEADER}\n${'De Zon,Zuid,zuid\n'.repeat(1_205)}`);
    expect(faults).toEqual([
      'Line 2: has 3 columns where the first line has 4; add what is missing. So it is in 1204 more lines.',
    ]);
  });

  it('reports a line with too many or too few columns', async () => {
    const { faults } = await read(`${HEADER}\nDe Zon, Delft,Zuid,zuid,Europe/Amsterdam\nDe Maan,Zuid\n`);
    expect(faults).toEqual([
      'Line 2: has 5 columns where the first line has 4; put a cell that holds a comma in double quotes.',
      'Line 3: has 2 columns where the first line has 4; add what is missing.',
    ]);
  });

  it('reports where the quotes go wrong, and checks the lines before that but not after it', async () => {
    const quote = 'has a double quote out of place; close each quoted cell, and write a quote inside it twice.';
    const faulty = 'De Maan,Zuid,oost,Europe/Amsterdam';
    const { faults } = await read(`${HEADER}\n${faulty}\n"De Zon"x,Zuid,zuid,Europe/Amsterdam\n${faulty}\n"A"\n`);
    expect(faults).toEqual([
      'Line 2, column region: must be noord, midden or zuid.',
      `Line 3: ${quote} Nothing after this line was checked.`,
    ]);
    const open = await read(`${HEADER}\n${faulty}\n"De Zon,Zuid,zuid,Europe/Amsterdam\n${faulty}\n`);
    expect(open.faults).toEqual(faults);
  });

  it('gives up on a line that never ends', async () => {
    const { faults } = await read(`${HEADER}\n"${'x'.repeat(200_000)}`);
    expect(faults).toEqual([
      'Line 2: is longer than a line can be; close each quoted cell, and write a quote inside it twice. Nothing after this line was checked.',
    ]);
  });

  it('reports an empty file, and invalid bytes in UTF-8', async () => {
    expect((await read('')).faults).toEqual([`Line 1: the file is empty; the first line must be: ${HEADER}.`]);
    const cut = Buffer.concat([
      Buffer.from(`${HEADER}\nDe Zoë`),
      Buffer.from([0xc3]),
      Buffer.from(',Zuid,zuid,Europe/Amsterdam\n'),
    ]);
    expect((await read(cut)).faults).toEqual([
      'Line 2, column school: holds characters that cannot be read; save the file as CSV in UTF-8, without line ends in a cell.',
    ]);
  });

  it('takes the same line twice, but not two lines that contradict each other', async () => {
    const line = 'De Beatrix,Noord-Oost,noord,Europe/Amsterdam';
    const same = await read(`${HEADER}\n${line}\n${line}\n`);
    expect(same).toEqual({ schools: [beatrix], faults: [] });
    const other = await read(`${HEADER}\n${line}\nDe Beatrix,Zuid,noord,Europe/Amsterdam\n`);
    expect(other.faults).toEqual([
      'Line 3, column circle: says something else than line 2 about the same school; keep one of them.',
    ]);
  });

  it.each([
    ['Excel', '504b0304'],
    ['an old Excel', 'd0cf11e0'],
  ])('reports what a workbook of %s is and what to do, in whatever chunks it comes', async (_of, start) => {
    const workbook = Buffer.concat([Buffer.from(start, 'hex'), Buffer.from('14000600\n\n"\n')]);
    const said = /^This is a workbook of Excel or LibreOffice: save it as CSV there/;
    await expect(read(workbook)).rejects.toThrow(said);
    const pieces = [workbook.subarray(0, 2), workbook.subarray(2)];
    await expect(readSchoolsFile({ bytes: pieces, report: () => undefined })).rejects.toThrow(said);
  });

  it('refuses a file that holds no rows', async () => {
    const nothing = ['Line 1: the file holds no rows under its first line; add them, or give another file.'];
    expect(await read(`${HEADER}\n`)).toEqual({ schools: [], faults: nothing });
    expect(await read(`${HEADER}\n,,,\n\n`)).toEqual({ schools: [], faults: nothing });
  });

  it('passes on that the file cannot be read', async () => {
    const broken = (async function* () {
      yield `${HEADER}\n`;
      throw new Error('disk');
    })();
    await expect(readSchoolsFile({ bytes: broken, report: () => undefined })).rejects.toThrow('disk');
  });
});
