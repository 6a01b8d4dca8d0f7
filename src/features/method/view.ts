import type { View } from '../../chat/view.ts';
import { ALPHA_TOLD, type PublishedMethod } from '../../measurement/published-method.ts';
import { SCALES } from '../../measurement/scale.ts';
import { readAlpha } from '../../measurement/statistics.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { methodTexts } from './texts.ts';

/** Cronbach's alpha with an explanation, for a supervisors' channel. */
export function methodView({ alpha, cycles, teachers }: PublishedMethod, language: string): View {
  const texts = methodTexts(language);
  const { scales, meaning } = commonTexts(language);
  const facts = SCALES.map((scale) => ({
    label: `${scales[scale]} (${meaning[scale]})`,
    value: texts.figure(alpha[scale], endOf(alpha[scale]), readAlpha(alpha[scale])),
  }));
  return {
    summary: texts.summary,
    blocks: [
      { kind: 'heading', text: texts.title },
      { kind: 'text', text: texts.intro },
      { kind: 'facts', facts },
      { kind: 'text', text: texts.reading },
      { kind: 'note', text: texts.limits },
      { kind: 'note', text: texts.basis(cycles, teachers) },
    ],
  };
}

function endOf(alpha: number): 'low' | 'high' | null {
  const [lowest, highest] = ALPHA_TOLD;
  if (alpha <= lowest) return 'low';
  return alpha >= highest ? 'high' : null;
}
