import type { Block, Button, View } from '../../chat/view.ts';
import { didReachNobody } from '../../measurement/disclosure/week.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { figureText, sentenceOf, withShortChange } from './figure-text.ts';
import { trendTexts } from './texts.ts';
import { partnershipOf } from './week-chart.ts';
import { ACTIONS, hasCircles } from './week-dialogs.ts';

interface WeekPicture {
  readonly url: string;
  readonly title: string;
  readonly alt: string;
}

/**
 * The weekly post for a supervisors' channel, to be read in ten seconds: one sentence, four figures, the picture, and
 * two buttons for the rest.
 * @param picture null when it has no address
 */
export function weekView(week: PublishedWeek, language: string, picture: WeekPicture | null): View {
  const texts = { ...commonTexts(language), ...trendTexts(language) };
  const partnership = partnershipOf(week);
  const title = texts.title(week.week);
  const all = week.scopes.find(({ scope }) => scope === 'partnership');
  const without = all && didReachNobody(all) ? texts.reachedNobody(week.week) : texts.withheld;
  const sentence = partnership ? sentenceOf(partnership.total, language) : without;
  const blocks: Block[] = [
    { kind: 'heading', text: title },
    { kind: 'text', text: sentence },
  ];
  if (partnership) {
    const scales = SCALES.map((scale) => ({
      label: `${texts.scales[scale]} (${texts.meaning[scale]})`,
      value: withShortChange(partnership[scale], language),
    }));
    const total = { label: texts.total, value: figureText(partnership.total, language) };
    blocks.push({ kind: 'facts', facts: [total, ...scales] });
  }
  if (picture) blocks.push({ kind: 'picture', ...picture });
  blocks.push({ kind: 'buttons', layout: 'row', buttons: buttonsOf(week, language) });
  if (partnership) {
    const first = partnership.total.change === null ? ` ${texts.noChange}` : '';
    blocks.push({ kind: 'note', text: `${texts.respondents(partnership.respondents)}${first}` });
  }
  return { summary: `${title}. ${sentence}`, blocks };
}

function buttonsOf(week: PublishedWeek, language: string): Button[] {
  const texts = trendTexts(language);
  const button = { data: { week: week.week, language }, tone: 'plain', opens: 'dialog' } as const;
  const circles = hasCircles(week) ? [{ ...button, label: texts.circlesButton, action: ACTIONS.circles }] : [];
  return [...circles, { ...button, label: texts.readingButton, action: ACTIONS.reading }];
}
