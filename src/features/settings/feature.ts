import type { Word } from '../../chat/word.ts';
import type { Feature } from '../../feature.ts';
import { settingsHandlers, shownTo } from './choose.ts';
import { createSettingsStore } from './store.ts';
import { settingsTexts } from './texts.ts';
import { ACTIONS, settingsSection } from './view.ts';

const WORDS: readonly Word[] = [
  {
    command: 'settings',
    ways: [
      'instellingen',
      'instelling',
      'ritme',
      'mijn ritme',
      'dag en tijd',
      'ander moment',
      'settings',
      'my settings',
      'preferences',
      'another time',
    ],
    listed: {
      nl: { type: 'instellingen', does: 'kiezen wanneer ik je iets vraag', menu: 'kiezen wanneer je vragen krijgt' },
      en: { type: 'settings', does: 'choose when I ask you', menu: 'choose when you get your questions' },
    },
    dialog: ACTIONS.open,
    shortcut: true,
  },
  {
    command: 'settings',
    // Not in the listed word, so that no other message is taken for one of these with a typing error; "vragen" alone is
    // another word.
    ways: [
      ...['minder vragen', 'te veel vragen', 'minder vaak', 'te vaak', 'vaker', 'niet elke week', 'om de week'],
      ...['andere dag', 'andere tijd', 'fewer questions', 'too many questions', 'less often', 'too often'],
      ...['more often', 'not every week', 'every two weeks', 'another day'],
    ],
  },
  {
    command: 'pause',
    beforeStop: 'asks',
    ways: [
      ...['pauze', 'even pauze', 'pauzeren', 'ik wil pauze', 'vakantie', 'op vakantie', 'ik ben op vakantie'],
      ...['verlof', 'met verlof', 'ik ben met verlof', 'ik heb verlof', 'zwangerschapsverlof', 'ouderschapsverlof'],
      ...['pause', 'break', 'take a break', 'on holiday', 'i am on holiday', 'i m on holiday'],
      // Not "leave" alone, which means to stop taking part.
      ...['on leave', 'i am on leave', 'i m on leave', 'maternity leave', 'parental leave'],
    ],
    listed: {
      nl: { type: 'pauze', does: 'een tijd geen vragen', menu: 'een tijd geen vragen krijgen' },
      en: { type: 'pause', does: 'no questions for a while', menu: 'get no questions for a while' },
    },
    shortcut: true,
  },
  {
    command: 'resume',
    ways: [
      ...['hervat', 'hervatten', 'weer vragen', 'weer beginnen', 'einde pauze', 'pauze voorbij', 'pauze is voorbij'],
      ...['mijn pauze is voorbij', 'pauze stoppen', 'de pauze stoppen', 'mijn pauze stoppen', 'pauze beeindigen'],
      ...['de pauze beeindigen', 'mijn pauze beeindigen', 'beeindig pauze', 'beeindig de pauze', 'beeindig mijn pauze'],
      // These end the pause, and not taking part.
      ...[
        'stop pauze',
        'stop de pauze',
        'stop mijn pauze',
        'stop met pauze',
        'stop met de pauze',
        'stop met mijn pauze',
      ],
      ...['stop met pauzeren', 'ik wil de pauze stoppen', 'ik wil mijn pauze stoppen', 'ik wil stoppen met de pauze'],
      ...[
        'ik wil stoppen met mijn pauze',
        'resume',
        'unpause',
        'end pause',
        'end the pause',
        'end my pause',
        'end break',
      ],
      ...['end the break', 'end my break', 'my break is over', 'stop pause', 'stop the pause', 'stop my pause'],
      ...['stop break', 'stop the break', 'stop my break', 'stop pausing', 'i want to end my break'],
    ],
  },
];

/** People choose when and where they are asked, and pause. */
export const feature: Feature = {
  name: 'settings',
  words: WORDS,
  make: (tools) => {
    const store = createSettingsStore(tools.database, tools.settings.timezone);
    const context = { ...tools, store };
    return {
      ...settingsHandlers(context),
      home: async (person) => (person.role === 'teacher' ? settingsSection(await shownTo(context, person)) : []),
      export: async ({ id, language }) => {
        const { stored, weekdays } = settingsTexts(language);
        const { title, ...columns } = stored;
        const held = await store.export(id);
        const day = Object.fromEntries(weekdays.map((name, index) => [index + 1, name]));
        return [{ name: 'rhythm', title, columns, rows: held ? [held] : [], words: { day, workdays: day } }];
      },
    };
  },
};
