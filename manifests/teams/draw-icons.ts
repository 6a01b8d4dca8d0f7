import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** One calm beat, on a square of 96. */
const PULSE = 'M12 52 H34 L42 34 L54 68 L61 52 H84';

function svg(background: string, stroke: string, width: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">${background}
    <path d="${PULSE}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>
  </svg>`;
}

function draw(file: string, source: string, size: number): void {
  const png = new Resvg(source, { fitTo: { mode: 'width', value: size } }).render().asPng();
  writeFileSync(path.join(import.meta.dirname, file), png);
}

draw('color.png', svg('<rect width="96" height="96" fill="#2f5d62"/>', '#ffffff', 5), 192);
// Teams takes white on transparent only.
draw('outline.png', svg('', '#ffffff', 7), 32);
