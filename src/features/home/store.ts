import type { Pool } from '../../database/client.ts';

export interface LanguageStore {
  setLanguage(personId: string, language: string): Promise<void>;
}

/** In what language somebody is spoken to, in PostgreSQL. */
export function createLanguageStore({ prisma }: Pool): LanguageStore {
  return {
    setLanguage: async (personId, language) => {
      await prisma.person.update({ where: { id: personId }, data: { language } });
    },
  };
}
