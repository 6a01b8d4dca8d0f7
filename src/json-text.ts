export interface JsonText {
  readonly json: unknown;
  /** The line on which the part at this path begins; for a missing part, the line of the nearest parent that exists. */
  lineOf(path: Path): number;
}
type Path = readonly PropertyKey[];

/** @returns the parsed JSON, or the number of the first line that is not JSON */
export function readJsonText(given: string): JsonText | { readonly brokenLine: number } {
  const text = given.replace(/^\uFEFF/, '');
  try {
    const json: unknown = JSON.parse(text);
    let lines: ReadonlyMap<string, number> | null = null;
    return {
      json,
      lineOf: (path) => {
        lines ??= linesByPath(text);
        return deepestOf(lines, path);
      },
    };
  } catch (error) {
    return { brokenLine: brokenLine(text, error) };
  }
}

/** Takes the position from the engine's error message, which has none when the text ends too soon. */
function brokenLine(text: string, error: unknown): number {
  const [, position] = (error instanceof Error && / at position (\d+)/.exec(error.message)) || [];
  const read = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return read.split('\n').length;
}

function deepestOf(lines: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(pathKey(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return lines.get(pathKey([])) ?? 1;
}

const pathKey = (path: Path) => JSON.stringify(path.map(String));

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/g;

/** An object or a list that is being read. */
interface Open {
  readonly path: Path;
  readonly isList: boolean;
  /** The key of its next part; in an object null until that key was read. */
  next: PropertyKey | null;
}

/** The line number of every part of a JSON text, by its path. */
function linesByPath(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const open: Open[] = [];
  for (const { word, line } of tokensOf(text)) {
    const inside = open.at(-1);
    if (word === '}' || word === ']') open.pop();
    else if (inside?.next === null) inside.next = String(JSON.parse(word));
    else {
      const path = inside ? nextIn(inside) : [];
      lines.set(pathKey(path), line);
      open.push(...beginning(word, path));
    }
  }
  return lines;
}

function* tokensOf(text: string) {
  let [line, end] = [1, 0];
  for (const { 0: word, index } of text.matchAll(TOKEN)) {
    line += text.slice(end, index).split('\n').length - 1;
    end = index + word.length;
    yield { word, line };
  }
}

function beginning(word: string, path: Path): Open[] {
  if (word === '{') return [{ path, isList: false, next: null }];
  return word === '[' ? [{ path, isList: true, next: 0 }] : [];
}

/** The path of the part that comes now. */
function nextIn(inside: Open): Path {
  const path = [...inside.path, inside.next ?? 0];
  inside.next = inside.isList ? Number(inside.next) + 1 : null;
  return path;
}
