import type { Feature } from '../../feature.ts';
import { settingsHandlers, shownTo } from './choose.ts';
import { createSettingsStore } from './store.ts';
import { settingsTexts } from './texts.ts';
import { settingsSection } from './view.ts';
import { WORDS } from './words.ts';

/** When and where somebody is asked, and a pause. */
export const settings: Feature = {
  name: 'settings',
  words: WORDS,
  make: (tools) => {
    const store = createSettingsStore(tools.database, tools.settings.timezone);
    const context = { ...tools, store };
    return {
      ...settingsHandlers(context),
      home: async (person) => (person.role === 'teacher' ? settingsSection(await shownTo(context, person)) : []),
      export: async ({ id, language }) => {
        const { title, ...columns } = settingsTexts(language).stored;
        const held = await store.export(id);
        return [{ name: 'rhythm', title, columns, rows: held ? [held] : [] }];
      },
    };
  },
};
