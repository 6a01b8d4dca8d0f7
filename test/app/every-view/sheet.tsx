import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { LanguageProvider } from '../../../playground/page/browser/language.tsx';
import { SlackBlocks } from '../../../playground/page/browser/slack/blocks.tsx';
import { Card } from '../../../playground/page/browser/teams/card.tsx';
import { blockSchema } from '../../../playground/slack/block-schema.ts';

const frame = { title: z.string().nullable(), buttons: z.array(z.string()) };
const lookSchema = z.discriminatedUnion('platform', [
  z.object({
    platform: z.literal('slack'),
    ...frame,
    blocks: z.array(blockSchema),
    errors: z.record(z.string(), z.string()),
  }),
  z.object({ platform: z.literal('teams'), ...frame, card: z.record(z.string(), z.unknown()) }),
]);
/** The rows of the sheet; each is one view on every platform. */
const rowsSchema = z.array(
  z.object({
    name: z.string(),
    typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    looks: z.array(lookSchema),
  }),
);
type Row = z.infer<typeof rowsSchema>[number];

const nothing = () => undefined;

const place = document.getElementById('sheet');
if (place) {
  const rows = rowsSchema.parse(JSON.parse(document.getElementById('looks')?.textContent ?? '[]'));
  createRoot(place).render(
    <LanguageProvider>
      {rows.map(({ name, typed, looks }) => (
        <section key={name}>
          <h2>{name}</h2>
          <div className="looks">
            {looks.map((look) => (
              <Phone key={look.platform} look={look} typed={typed} />
            ))}
          </div>
        </section>
      ))}
    </LanguageProvider>,
  );
}

function Phone({ look, typed }: { look: Row['looks'][number]; typed: Row['typed'] }) {
  return (
    <div className={`${look.platform}-window phone`}>
      {look.title !== null && <h3>{look.title}</h3>}
      <div className="message-content">
        {look.platform === 'slack' ? (
          <SlackBlocks
            blocks={look.blocks}
            onTap={nothing}
            form={{ values: typed, errors: look.errors, onChange: nothing }}
          />
        ) : (
          <Card card={look.card} onTap={nothing} />
        )}
      </div>
      {look.buttons.length > 0 && <p className="foot">{look.buttons.join('   ·   ')}</p>}
    </div>
  );
}
