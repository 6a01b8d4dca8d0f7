import type { Pool } from '../../database/client.ts';

/** People's languages, in PostgreSQL. */
export function createLanguageStore({ prisma }: Pool) {
  return {
    setLanguage: async (personId: string, language: string): Promise<void> => {
      await prisma.person.update({ where: { id: personId }, data: { language, languageChosen: true } });
    },
  };
}
