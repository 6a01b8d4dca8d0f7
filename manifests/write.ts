import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FEATURES } from '../src/app/features.ts';
import { slackManifest, teamsEnglish, teamsManifest } from './command-lists.ts';

const words = FEATURES.flatMap((feature) => feature.words ?? []);

for (const [name, write] of [
  ['slack/manifest.yaml', slackManifest],
  ['teams/manifest.json', teamsManifest],
  ['teams/en.json', teamsEnglish],
] as const) {
  const file = path.join(import.meta.dirname, name);
  writeFileSync(file, write(readFileSync(file, 'utf8'), words));
}
