/*
 * Who may import whom. A row names a room of src (a regular expression of paths) and the rooms below it; the outer
 * files of src (config, errors, clock, log, …) are for everybody. Run by `npm run check`.
 */
const ANYBODY = '^src/[^/]+\\.ts$';

/** From the entrance down to the ground floor. @type {Record<string, readonly string[]>} */
const ROOMS = {
  app: [
    'cli',
    'features',
    'platforms',
    'web',
    'outbox',
    'schedule',
    'queue',
    'database',
    'secrets',
    'measurement',
    'people',
    'calendar',
    'csv',
    'chart',
    'chat',
    'text',
  ],
  cli: ['platforms', 'outbox', 'schedule', 'queue', 'database', 'secrets', 'measurement', 'csv', 'chat', 'text'],
  features: [
    'cli',
    'web',
    'calendar',
    'csv',
    'chart',
    'people',
    'outbox',
    'schedule',
    'database',
    'measurement',
    'chat',
    'text',
  ],
  platforms: ['chat', 'text'],
  web: ['outbox', 'queue'],
  outbox: ['people', 'queue', 'database', 'calendar', 'chat'],
  people: ['database', 'chat', 'measurement', 'text'],
  schedule: ['outbox', 'queue', 'database'],
  queue: [],
  database: ['secrets', 'chat', 'measurement'],
  secrets: [],
  calendar: ['database'],
  csv: [],
  chart: [],
  text: [],
  measurement: [],
  chat: ['text'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
const config = {
  forbidden: [
    ...Object.entries(ROOMS).map(([room, below]) => ({
      name: `${room}-looks-down`,
      comment: `${room} may import ${below.join(', ') || 'nothing but the outer files'}`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^src/${room}/` },
      to: { path: '^(src|playground|tools)/', pathNot: [ANYBODY, `^src/(${[room, ...below].join('|')})/`] },
    })),
    {
      name: 'features-apart',
      comment: 'A feature never names another feature: what two of them need stands below them.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'platforms-apart',
      comment: 'A platform never names another platform; what all of them are made of lies beside them.',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: { path: '^src/platforms/[^/]+/', pathNot: '^src/platforms/$1/' },
    },
    {
      name: 'parts-of-config',
      comment: 'What config.ts is made of is for nobody else, and knows the names of the platforms only.',
      severity: 'error',
      from: { path: '^(src|playground|tools)/', pathNot: '^src/config(/|[.]ts$)' },
      to: { path: '^src/config/' },
    },
    {
      name: 'database-in-stores',
      comment: "Only a feature's store files, outbox, schedule and database may import Prisma, pg or the database.",
      severity: 'error',
      from: { path: '^src/(features|cli|platforms|web|calendar|chat|measurement|text)/', pathNot: 'store\\.ts$' },
      to: { path: '^(node_modules/(@prisma|pg)/|src/database/generated)' },
    },
    {
      name: 'ground-floor-is-pure',
      comment: 'The ground floor does no input or output.',
      severity: 'error',
      from: { path: '^src/(measurement|calendar|csv|chat|text)/' },
      to: { path: '^(node:)?(fs|http|https|net|child_process)(/|$)' },
    },
    {
      name: 'no-platform-packages-above',
      comment: 'Only the platforms know their packages.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platforms/' },
      to: { path: '^node_modules/(@slack|botbuilder|botframework)' },
    },
    {
      name: 'queue-only',
      comment: 'Only the queue knows BullMQ and Redis; the board shows its queues, and doctor tries them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(queue|web|app|cli/examine-servers)' },
      to: { path: '^node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'product-without-tools',
      comment: 'The product knows neither its playground nor its tools.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(playground|tools|test)/' },
    },
    {
      name: 'playground-without-tools',
      comment: 'Tools play in the playground, which stands without them.',
      severity: 'error',
      from: { path: '^playground/' },
      to: { path: '^tools/' },
    },
    {
      name: 'handed-down',
      comment: 'What stands below the features is handed what it needs of the configuration.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/(app|cli|features|config)/' },
      to: { path: '^src/config\\.ts$' },
    },
    {
      name: 'no-circles',
      comment: 'Files that need one another are one file, or need a third.',
      severity: 'error',
      from: { path: '^(src|playground|tools)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|src/database/generated' },
    exclude: { path: 'src/database/generated/.+/|[.]tsx$|playground/page/browser/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};

export default config;
