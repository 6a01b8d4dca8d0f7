import type { Word } from '../../chat/word.ts';

/** People see their own data, or have it erased, which is confirmed first. */
export const WORDS: readonly Word[] = [
  {
    command: 'own-data',
    ways: [
      'mijn gegevens',
      'gegevens',
      'wat weet je van mij',
      'wat bewaar je van mij',
      'inzage',
      'exporteer mijn gegevens',
      'download mijn gegevens',
      'my data',
      'export my data',
      'download my data',
      'what do you know about me',
    ],
    listed: {
      nl: {
        type: 'mijn gegevens',
        does: 'zien of laten wissen wat ik van je bewaar',
        menu: 'je gegevens zien of wissen',
      },
      en: { type: 'my data', does: 'see or erase what I store about you', menu: 'see or erase your data' },
    },
    for: 'everybody',
  },
  {
    command: 'forget',
    beforeStop: 'wins',
    ways: [
      'vergeet mij',
      'vergeet me',
      'wis mij',
      'wis mijn gegevens',
      'wis alles',
      'verwijder mij',
      'verwijder mijn gegevens',
      'forget me',
      'erase me',
      'erase my data',
      'delete me',
      'delete my data',
      'vergeten worden',
      'ik wil vergeten worden',
      'het recht om vergeten te worden',
      'recht om vergeten te worden',
      'be forgotten',
      'i want to be forgotten',
      'the right to be forgotten',
      'right to be forgotten',
    ],
  },
];
