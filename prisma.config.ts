import path from 'node:path';
import { defineConfig } from 'prisma/config';

// The Prisma command line insists on a schema engine binary that it would download. Generating the client needs
// none, and migrations run through the same engine as WebAssembly (src/database/migrate.ts), so any existing
// executable satisfies the check and nothing is fetched.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: path.join('prisma', 'schema.prisma'),
  migrations: { path: path.join('prisma', 'migrations') },
});
