import { describe, expect, it } from '@jest/globals';
import { PolsslagError } from '../../src/errors.ts';
import { gatherFaults } from '../../src/import/fault.ts';
import { readSchoolsFile } from '../../src/import/schools-file.ts';

const HEADER = 'school,circle,region,timezone';

async function read(text: string | Uint8Array) {
  const faults = gatherFaults();
  const schools = await readSchoolsFile([text], faults.report);
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

  it('takes a byte order mark, Windows line ends, quotes, spaces, capitals and another order of columns', async () => {
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

  it('says so when the columns are separated by semicolons or tabs', async () => {
    const message = (separator: string) =>
      `Line 1: the columns are separated by ${separator}; save the file with commas, as: ${HEADER}.`;
    expect((await read('school;circle;region;timezone\nA;B;noord;Europe/Amsterdam')).faults).toEqual([
      message('semicolons'),
    ]);
    expect((await read('school\tcircle\tregion\ttimezone\n')).faults).toEqual([message('tabs')]);
  });

  it('says which columns are missing, double or not expected, without repeating a cell', async () => {
    const { faults } = await read('Jan Jansen,school,school,region\n');
    expect(faults).toEqual([
      `Line 1: column 1 has a name that is not expected here; the first line must be: ${HEADER}.`,
      `Line 1: the column "school" stands here twice; the first line must be: ${HEADER}.`,
      `Line 1: the column "circle" is missing; the first line must be: ${HEADER}.`,
      `Line 1: the column "timezone" is missing; the first line must be: ${HEADER}.`,
    ]);
  });

  it('says so when a line has too many or too few columns', async () => {
    const { faults } = await read(`${HEADER}\nDe Zon, Delft,Zuid,zuid,Europe/Amsterdam\nDe Maan,Zuid\n`);
    expect(faults).toEqual([
      'Line 2: has 5 columns where the first line has 4; put a cell that holds a comma in double quotes.',
      'Line 3: has 2 columns where the first line has 4; add what is missing.',
    ]);
  });

  it('says where the quotes go wrong, checks what stands before it and nothing after it', async () => {
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

  it('says so when the file is empty or not in UTF-8', async () => {
    expect((await read('')).faults).toEqual([`Line 1: the file is empty; the first line must be: ${HEADER}.`]);
    const latin1 = Buffer.from(`${HEADER}\nDe Zoë,Zuid,zuid,Europe/Amsterdam\n`, 'latin1');
    expect((await read(latin1)).faults).toEqual([
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

  it('passes on that the file cannot be read', async () => {
    const broken = (async function* () {
      yield `${HEADER}\n`;
      throw new Error('disk');
    })();
    await expect(readSchoolsFile(broken, () => undefined)).rejects.toThrow('disk');
  });
});
