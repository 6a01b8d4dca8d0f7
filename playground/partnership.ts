import type { PlatformName } from '../src/chat/address.ts';

/** A person of the demonstration partnership; every name is made up. */
export interface DemoPerson {
  readonly key: string;
  readonly name: string;
  readonly role: 'teacher' | 'supervisor' | 'lead';
  /**
   * Whether they have consented already; false for the newcomer, who is asked in the demonstration, and for
   * supervisors.
   */
  readonly consents: boolean;
  readonly school: string | null;
  readonly circle: string;
  readonly cluster: 3 | 4 | null;
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly user: string;
  readonly language: 'nl' | 'en';
}

export const SLACK_SCHOOLS = { team: 'T0DELINDE', name: 'Scholengroep De Linde' } as const;
export const SLACK_SUPERVISORS = { team: 'T0BEGELEID', name: 'Begeleiders Rijnstreek' } as const;
export const TEAMS_TENANT = { tenant: '6f0f2f1e-3a52-4a7e-9f0b-5a8c1d2e3f40', name: 'Stichting Het Kompas' } as const;
export const SLACK_CHANNEL = { team: SLACK_SUPERVISORS.team, channel: 'C0HARTSLAG', name: 'hoe-gaat-het' } as const;
export const TEAMS_CHANNEL = {
  tenant: TEAMS_TENANT.tenant,
  team: '19:begeleiders@thread.tacv2',
  channel: '19:hoe-gaat-het@thread.tacv2',
  name: 'Hoe gaat het',
} as const;

export const CIRCLES = ['Duin en Bollen', 'Rijn en Plas'] as const;

/** The schools with their number of teachers; every second school uses Teams. */
const SCHOOLS: readonly { name: string; circle: string; teachers: number; platform: PlatformName }[] = [
  { name: 'De Zandloper', circle: CIRCLES[0], teachers: 3, platform: 'slack' },
  { name: 'De Tulp', circle: CIRCLES[0], teachers: 3, platform: 'teams' },
  { name: 'Het Schelpenpad', circle: CIRCLES[0], teachers: 3, platform: 'slack' },
  { name: 'De Vuurtoren', circle: CIRCLES[0], teachers: 3, platform: 'teams' },
  { name: 'De Waterlelie', circle: CIRCLES[1], teachers: 3, platform: 'slack' },
  { name: 'De Molenwiek', circle: CIRCLES[1], teachers: 3, platform: 'teams' },
  { name: 'Het Veerhuis', circle: CIRCLES[1], teachers: 3, platform: 'slack' },
  { name: 'De Rietpluim', circle: CIRCLES[1], teachers: 2, platform: 'teams' },
  { name: 'De Uitkijk', circle: CIRCLES[1], teachers: 1, platform: 'slack' },
];

const TEACHERS = [
  'Anne de Wit',
  'Bram Kuipers',
  'Chantal Vos',
  'Daan Hendriks',
  'Esra Yilmaz',
  'Fleur van Dijk',
  'Gijs Bakker',
  'Hanna Mulder',
  'Ilse Brouwer',
  'Joris Smit',
  'Karima Haddou',
  'Lotte Jansen',
  'Maarten Visser',
  'Noor de Groot',
  'Olga Petrova',
  'Pieter Bos',
  'Quinty Meijer',
  'Ravi Sewnath',
  'Sanne Dekker',
  'Tom Willems',
  'Ulrike Maas',
  'Vera Peters',
  'Wouter Kok',
  'Xandra Bloem',
];
/** Joined the partnership this week and has not been asked for consent yet. */
const NEWCOMER = 'Xandra Bloem';
const SUPERVISORS = [
  'Yvonne Schouten',
  'Zeynep Aydin',
  'Arjan Blom',
  'Britt Koster',
  'Cas Verhoeven',
  'Dewi Tan',
  'Erik Prins',
  'Fatima El Idrissi',
  'Geert Huisman',
  'Hilde Post',
  'Iris Kramer',
  'Jelle Postma',
  'Kim van Leeuwen',
];

/** 23 participating teachers of eight schools in two circles, a newcomer at a ninth school, and 13 supervisors. */
export const PEOPLE: readonly DemoPerson[] = [...teachers(), ...supervisors()];

function teachers(): DemoPerson[] {
  const schools = SCHOOLS.flatMap((school) => Array.from({ length: school.teachers }, () => school));
  return TEACHERS.flatMap((name, index): DemoPerson[] => {
    const school = schools[index];
    if (!school) return [];
    const where = account(school.platform, SLACK_SCHOOLS.team, index + 1);
    const language = name === 'Olga Petrova' ? 'en' : 'nl';
    const key = `leerkracht-${String(index + 1).padStart(2, '0')}`;
    const { name: schoolName, circle } = school;
    const consents = name !== NEWCOMER;
    return [{ key, name, role: 'teacher', consents, school: schoolName, circle, cluster: null, language, ...where }];
  });
}

function supervisors(): DemoPerson[] {
  return SUPERVISORS.map((name, index) => {
    const circle = CIRCLES[index % CIRCLES.length] ?? CIRCLES[0];
    const where = account(index < 7 ? 'slack' : 'teams', SLACK_SUPERVISORS.team, index + 101);
    const key = `begeleider-${String(index + 1).padStart(2, '0')}`;
    const role = index === 0 ? 'lead' : 'supervisor';
    return {
      key,
      name,
      role,
      consents: false,
      school: null,
      circle,
      cluster: index % 2 === 0 ? 3 : 4,
      language: 'nl',
      ...where,
    };
  });
}

function account(platform: PlatformName, team: string, number: number) {
  const digits = String(number).padStart(3, '0');
  return platform === 'slack'
    ? { platform, workspace: team, user: `U0PERSOON${digits}` }
    : { platform, workspace: TEAMS_TENANT.tenant, user: `00000000-0000-4000-8000-000000000${digits}` };
}

/** The schools as rows of the database. */
export const SCHOOL_ROWS = SCHOOLS.map(({ name, circle }) => ({ name, circle }));
