const hooks = require('node:async_hooks');
const { readFileSync, statSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { SourceTextModule, SyntheticModule } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/*
 * How Jest loads a test file here: in Node's own realm and not in a sandbox, so that packages can be Node's, loaded once in a
 * process; and what is tested once in a process too, as the product itself loads it, for it keeps nothing between two databases
 * but what it has worked out. Only the test files and their helpers are loaded anew for each test file. Loading and warming up
 * everything anew for each of 200 files took most of the processor time of a run.
 */

const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** Loaded as our own files are: what a file of ours sets up for itself, and what was written for bundlers only. */
const AS_OURS = /^(@prisma\/schema-engine-wasm|adaptivecards)(\/|$)/;
const TESTED = ['src', 'playground', 'tools'].map((folder) => path.join(path.dirname(__dirname), folder) + path.sep);
const FRAMEWORK = `${path.sep}jest-circus${path.sep}build${path.sep}`;
const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');
const HANDLERS = Symbol.for('EVENT_HANDLERS');
const TELEMETRY = Symbol.for('opentelemetry.js.api.1');
const TRANSFORM = {
  collectCoverage: false,
  collectCoverageFrom: [],
  coverageProvider: /** @type {const} */ ('v8'),
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** @typedef {import('node:vm').Module} Module */
/** @typedef {Pick<ConstructorParameters<typeof Runtime>[3], 'transform'>} Transformer */
/** @typedef {{changed: number, code: string, sourceMapPath: string | null}} Transformed */
/** @typedef {Record<string, unknown>} Values */

/** Of the newest test file; all do the same. @type {Transformer | null} */
let transformer = null;
/** What this process has transformed; each test file runs its own anew. @type {Map<string, Transformed>} */
const TRANSFORMED = new Map();
/** Where each is told line by line; whoever shows an error holds on to it. @type {Map<string, string>} */
const SOURCE_MAPS = new Map();

/** Modules that know one another. */
class Modules {
  /** @type {Map<string, Promise<Module>>} By file or name of a package. */
  #loaded = new Map();
  #elsewhere;

  /** @param {(name: string) => Module | Promise<Module> | null} elsewhere what others hold, by file or name of a package */
  constructor(elsewhere) {
    this.#elsewhere = elsewhere;
  }

  clear() {
    this.#loaded.clear();
  }

  /** @param {string} file */
  load(file) {
    return this.#once(file, async () => (file.endsWith('.json') ? made(file, readJson(file)) : this.#compile(file)));
  }

  /** @param {string} specifier @param {Pick<Module, 'identifier'>} from */
  #find = (specifier, { identifier }) => {
    const file = fileOf(specifier, identifier);
    const known = this.#elsewhere(file ?? specifier);
    if (known) return known;
    if (file) return this.load(file);
    return this.#once(specifier, async () => made(specifier, await import(specifier)));
  };

  /** @param {string} file */
  #compile(file) {
    const place = { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
    /** @type {Module} */
    const module = new SourceTextModule(transformed(file).code, {
      identifier: file,
      initializeImportMeta: (meta) => Object.assign(meta, place),
      importModuleDynamically: async (specifier) => this.run(await this.#find(specifier, module)),
    });
    return module;
  }

  /** @param {Module} module */
  async run(module) {
    await linked(module, this.#find);
    await module.evaluate();
    return module;
  }

  /** @param {string} key @param {() => Promise<Module>} make */
  #once(key, make) {
    const module = this.#loaded.get(key) ?? make();
    this.#loaded.set(key, module);
    return module;
  }
}

/**
 * Tells the framework which test runs, of which there is one at a time: following every promise to where it came from takes as
 * long as all promises do by themselves.
 */
class OneAtATime {
  /** @type {unknown} */
  #store;

  getStore() {
    return this.#store;
  }

  /** @template T @param {unknown} store @param {() => T | Promise<T>} work */
  async run(store, work) {
    const before = this.#store;
    this.#store = store;
    try {
      return await work();
    } finally {
      this.#store = before;
    }
  }
}

/** What is tested. */
const PRODUCT = new Modules(() => null);

module.exports = class NativeRuntime extends Runtime {
  #environment;
  #modules = new Modules((name) => {
    if (name === '@jest/globals') return made(name, this.#globals);
    return isTested(name) ? PRODUCT.load(name) : null;
  });
  /** @type {Values} */
  #globals = {};

  /** @param {ConstructorParameters<typeof Runtime>} settings */
  constructor(...settings) {
    super(...settings);
    this.#environment = settings[1];
    transformer = settings[3];
    forgetTheFileBefore();
    if ([...TRANSFORMED].some(([file, { changed }]) => isTested(file) && changedAt(file) !== changed)) PRODUCT.clear();
  }

  /** @override @param {Parameters<Runtime['setGlobalsForRuntime']>[0]} globals */
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    this.#globals = { ...globals, jest: this.#jest() };
  }

  /** @override */
  getSourceMaps() {
    return SOURCE_MAPS;
  }

  /** @override @param {string} from @param {string} [to] */
  requireInternalModule(from, to) {
    const { AsyncLocalStorage } = hooks;
    Object.assign(hooks, { AsyncLocalStorage: OneAtATime });
    try {
      return require(to ?? from);
    } finally {
      Object.assign(hooks, { AsyncLocalStorage });
    }
  }

  /** @override @param {string} file */
  async unstable_importModule(file) {
    return this.#modules.run(await this.#modules.load(file));
  }

  /** @override */
  teardown() {
    super.teardown();
    this.#modules.clear();
    forgetTheFileBefore();
  }

  /** The part of Jest's object that tests use: mocking a module is not among it. */
  #jest() {
    const { moduleMocker } = this.#environment;
    return {
      spyOn: moduleMocker?.spyOn.bind(moduleMocker),
      restoreAllMocks: () => this.restoreAllMocks(),
      setTimeout: (/** @type {number} */ ms) => Reflect.set(globalThis, TIMEOUT, ms),
    };
  }
};

/** @type {Promise<void>} */
let linking = Promise.resolve();

/** One graph is linked after the other: two of them may share files. @param {Module} module @param {import('node:vm').ModuleLinker} find */
function linked(module, find) {
  const mine = linking.then(() => (module.status === 'unlinked' ? module.link(find) : undefined));
  // What cannot be linked stays half done for whoever shares it.
  linking = mine.catch(() => PRODUCT.clear());
  return mine;
}

/** @param {string} file */
function transformed(file) {
  const changed = changedAt(file);
  const before = TRANSFORMED.get(file);
  if (before?.changed === changed) return before;
  if (!transformer) throw new Error('nothing runs');
  const { code, sourceMapPath } = transformer.transform(file, TRANSFORM);
  const newer = { changed, code, sourceMapPath };
  TRANSFORMED.set(file, newer);
  if (sourceMapPath) SOURCE_MAPS.set(file, sourceMapPath);
  return newer;
}

/** Milliseconds; 0 for what is gone. @param {string} file */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Ours, or a package that is loaded as ours. @param {string} name */
function isTested(name) {
  return path.isAbsolute(name) && (name.includes(PACKAGES) || TESTED.some((folder) => name.startsWith(folder)));
}

/** The file to load as ours; null for a package. @param {string} specifier @param {string} from */
function fileOf(specifier, from) {
  // Ours are named with their ending, so that nothing need be looked for.
  if (specifier.startsWith('.') && !from.includes(PACKAGES)) return path.resolve(path.dirname(from), specifier);
  if (specifier.startsWith('.') || AS_OURS.test(specifier)) return createRequire(from).resolve(specifier);
  const file = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
  return path.isAbsolute(file) && !file.includes(PACKAGES) ? file : null;
}

/** @param {string} identifier @param {Values} values @returns {Module} */
function made(identifier, values) {
  const names = Object.keys(values);
  const module = new SyntheticModule(
    names,
    () => {
      for (const name of names) module.setExport(name, values[name]);
    },
    { identifier },
  );
  return module;
}

/** @param {string} file */
function readJson(file) {
  return { default: JSON.parse(readFileSync(file, 'utf8')) };
}

/** Each test file has a framework of its own, with its own list of tests, and registers telemetry of its own. */
function forgetTheFileBefore() {
  Reflect.deleteProperty(globalThis, TIMEOUT);
  Reflect.deleteProperty(globalThis, HANDLERS);
  Reflect.deleteProperty(globalThis, TELEMETRY);
  for (const file of Object.keys(require.cache)) if (file.includes(FRAMEWORK)) delete require.cache[file];
}
