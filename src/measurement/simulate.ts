import { addDays } from 'date-fns/addDays';
import { addMinutes } from 'date-fns/addMinutes';
import { DUTCH_TIMEZONE } from '../clock.ts';
import { type Instrument, itemsOfScale } from './instrument.ts';
import { nextWeek, parseWeek, startOfWeek } from './iso-week.ts';
import { type Random, seededRandom } from './random.ts';
import { assignItems } from './rotation.ts';
import { SCALES, type Scale } from './scale.ts';
import { drawTruth, type Truth } from './simulated-truth.ts';

export interface Simulation {
  readonly teachers: number;
  readonly weeks: number;
  readonly seed: number;
  /** Whether a person always gives the same answer to an item. */
  readonly constant: boolean;
  /** The chance that a teacher does not answer a check-in, 0 to 1. */
  readonly nonresponse: number;
  /** First ISO week. */
  readonly from: string;
}

type SimulatedAnswer = Readonly<Record<'person' | 'item' | 'value' | 'answered_at', string>>;

/** Rows in the formats of the imports, all values as text. */
interface SimulatedRows {
  readonly schools: readonly Readonly<Record<'school' | 'circle' | 'region' | 'timezone', string>>[];
  readonly people: readonly Readonly<Record<(typeof PEOPLE_COLUMNS)[number], string>>[];
  /** To be read once, week by week: a week is generated when it is asked for, so that only one is in memory. */
  readonly answers: Iterable<SimulatedAnswer>;
}

const PEOPLE_COLUMNS = [
  'person',
  'role',
  'name',
  'school',
  'circle',
  'cluster',
  'platform',
  'workspace',
  'user',
  'language',
] as const;

const TEACHERS_PER_SCHOOL = 3;
const SCHOOLS_PER_CIRCLE = 4;
/** Minutes after Tuesday 00:00: the check-in comes at 15:30, answers follow within five hours. */
const ANSWERING_FROM = 15 * 60 + 30;
const ANSWERING_FOR = 5 * 60;

interface SimulatedTeacher {
  readonly id: string;
  readonly school: string;
  readonly circle: string;
  readonly truth: Truth;
  readonly asked: Record<Scale, string[]>;
}

/**
 * Simulates teachers who are asked every week by the real rotation and answer at random, in schools of 3 teachers and
 * circles of 4 schools. The same settings give the same rows.
 * @throws PolsslagError BAD_INPUT when `from` is not a week
 */
export function simulate(settings: Simulation, instrument: Instrument): SimulatedRows {
  const random = seededRandom(settings.seed);
  const teachers = Array.from({ length: settings.teachers }, (_, index) =>
    makeTeacher(index, settings.constant, instrument, random),
  );
  const first = parseWeek(settings.from);
  return {
    schools: schoolRows(teachers),
    people: teachers.map(writePersonRow),
    answers: playWeeks(teachers, first, { settings, instrument, random }),
  };
}

function makeTeacher(index: number, constant: boolean, instrument: Instrument, random: Random): SimulatedTeacher {
  const school = Math.floor(index / TEACHERS_PER_SCHOOL);
  return {
    id: `teacher-${index + 1}`,
    school: `School ${school + 1}`,
    circle: String(Math.floor(school / SCHOOLS_PER_CIRCLE) + 1),
    truth: drawTruth(instrument, constant, random),
    asked: { vigour: [], dedication: [], absorption: [] },
  };
}

interface Play {
  readonly settings: Simulation;
  readonly instrument: Instrument;
  readonly random: Random;
}

function* playWeeks(teachers: readonly SimulatedTeacher[], first: string, play: Play): Generator<SimulatedAnswer> {
  const circles = new Map<string, SimulatedTeacher[]>();
  for (const teacher of teachers) {
    const members = circles.get(teacher.circle);
    if (members) members.push(teacher);
    else circles.set(teacher.circle, [teacher]);
  }
  let week = first;
  for (let count = 0; count < play.settings.weeks; count += 1) {
    const tuesday = addDays(startOfWeek(week, DUTCH_TIMEZONE), 1);
    for (const members of circles.values()) yield* playWeek(members, tuesday, play);
    week = nextWeek(week);
  }
}

function playWeek(
  members: readonly SimulatedTeacher[],
  tuesday: Date,
  { settings, instrument, random }: Play,
): SimulatedAnswer[] {
  const assigned = assignItems(members, instrument, random);
  return members.flatMap((teacher) => {
    const items = assigned.get(teacher.id) ?? [];
    rememberAnswers(teacher, items, instrument);
    if (random() < settings.nonresponse) return [];
    const answeredAt = addMinutes(tuesday, ANSWERING_FROM + Math.floor(random() * ANSWERING_FOR)).toISOString();
    return items.map((item) => ({
      person: teacher.id,
      item,
      value: String(teacher.truth(item)),
      answered_at: answeredAt,
    }));
  });
}

function rememberAnswers(teacher: SimulatedTeacher, items: readonly string[], instrument: Instrument): void {
  for (const scale of SCALES) {
    const codes = itemsOfScale(instrument, scale).map((item) => item.code);
    const item = items.find((code) => codes.includes(code));
    if (item === undefined) continue;
    if (teacher.asked[scale].length === codes.length) teacher.asked[scale].length = 0;
    teacher.asked[scale].push(item);
  }
}

function schoolRows(teachers: readonly SimulatedTeacher[]): SimulatedRows['schools'] {
  const circleOf = new Map(teachers.map((teacher) => [teacher.school, teacher.circle]));
  return [...circleOf].map(([school, circle]) => ({
    school,
    circle,
    region: 'midden',
    timezone: DUTCH_TIMEZONE,
  }));
}

function writePersonRow(teacher: SimulatedTeacher): SimulatedRows['people'][number] {
  return {
    person: teacher.id,
    role: 'teacher',
    name: `Simulated ${teacher.id}`,
    school: teacher.school,
    circle: teacher.circle,
    cluster: '',
    platform: 'slack',
    workspace: 'T0SIMULATED',
    user: `U${teacher.id.replace('teacher-', '').padStart(8, '0')}`,
    language: 'nl',
  };
}
