import type { Feature } from '../feature.ts';

const modules = await Promise.all([
  import('../features/roster/feature.ts'),
  import('../features/holidays/feature.ts'),
  import('../features/check-in/feature.ts'),
  import('../features/contact-hour/feature.ts'),
  import('../features/help-request/feature.ts'),
  import('../features/onboarding/feature.ts'),
  import('../features/own-line/feature.ts'),
  import('../features/what-worked/feature.ts'),
  import('../features/resources/feature.ts'),
  import('../features/settings/feature.ts'),
  import('../features/trends/feature.ts'),
  import('../features/intervention/feature.ts'),
  import('../features/evaluation/feature.ts'),
  import('../features/we-did/feature.ts'),
  import('../features/method/feature.ts'),
  import('../features/own-data/feature.ts'),
  import('../features/join/feature.ts'),
  import('../features/slow-down/feature.ts'),
  import('../features/small-talk/feature.ts'),
  import('../features/home/feature.ts'),
]);

/** All features, in the order of the help and the home page. Nothing else in src names a feature. */
export const FEATURES: readonly Feature[] = modules.map(({ feature }) => feature);
