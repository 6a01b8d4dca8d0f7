import type { Feature } from '../feature.ts';
import { checkIn } from '../features/check-in/feature.ts';
import { contactHour } from '../features/contact-hour/feature.ts';
import { evaluation } from '../features/evaluation/feature.ts';
import { helpRequest } from '../features/help-request/feature.ts';
import { holidays } from '../features/holidays/feature.ts';
import { home } from '../features/home/feature.ts';
import { intervention } from '../features/intervention/feature.ts';
import { join } from '../features/join/feature.ts';
import { method } from '../features/method/feature.ts';
import { onboarding } from '../features/onboarding/feature.ts';
import { ownData } from '../features/own-data/feature.ts';
import { ownLine } from '../features/own-line/feature.ts';
import { resources } from '../features/resources/feature.ts';
import { roster } from '../features/roster/feature.ts';
import { settings } from '../features/settings/feature.ts';
import { slowDown } from '../features/slow-down/feature.ts';
import { smallTalk } from '../features/small-talk/feature.ts';
import { trends } from '../features/trends/feature.ts';
import { weDid } from '../features/we-did/feature.ts';
import { whatWorked } from '../features/what-worked/feature.ts';

/** All features, in the order of the help and the home page. Nothing else in src names a feature. */
export const FEATURES: readonly Feature[] = [
  roster,
  holidays,
  checkIn,
  contactHour,
  helpRequest,
  onboarding,
  ownLine,
  whatWorked,
  resources,
  settings,
  trends,
  intervention,
  evaluation,
  weDid,
  method,
  ownData,
  join,
  slowDown,
  smallTalk,
  home,
];
