const hooks = require('node:async_hooks');
const { createHash } = require('node:crypto');
const { readFileSync, statSync, writeFileSync } = require('node:fs');
const { createRequire, findSourceMap } = require('node:module');
const path = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { SourceTextModule, SyntheticModule } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/*
 * How Jest loads a test file here: in Node's own realm and not in a sandbox. Packages and the tested code are loaded
 * once in a process, like in the product, which keeps nothing between two databases except computed values. Only test
 * files and their helpers are loaded again for each test file. Loading and warming up everything for each of 200 files
 * took most of the processor time of a run.
 */

/**
 * Our tested files that Node has loaded, with the time of their last change, in milliseconds.
 * @type {Map<string, number>}
 */
const LOADED = new Map();
/** Node itself loads the tested code, although it is TypeScript. */
const ready = import('tsx/esm/api').then(({ register }) =>
  register({
    onImport: (url) => {
      const file = url.startsWith('file:') ? fileURLToPath(url) : '';
      if (isTested(file)) LOADED.set(file, changedAt(file));
    },
  }),
);

const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** Packages that are loaded like our own files, because they were written only for bundlers. */
const AS_OURS = /^adaptivecards(\/|$)/;
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

/** The transformed files of this process; each test file runs them again. @type {Map<string, Transformed>} */
const TRANSFORMED = new Map();

/**
 * Tells the framework which test runs; there is only one at a time. AsyncLocalStorage itself follows every promise to
 * its origin, which takes as long as all promises do.
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

/**
 * The file with the source map, by source file or address. Jest's own compilations are recorded as they come; those of
 * Node are written when an error is shown.
 * @extends {Map<string, string>}
 */
class SourceMaps extends Map {
  #folder;

  /** @param {string} folder */
  constructor(folder) {
    super();
    this.#folder = folder;
  }

  /** @override @param {string} source */
  get(source) {
    const known = super.get(source);
    const map = known === undefined && source.startsWith('file:') ? findSourceMap(source) : undefined;
    if (!map) return known;
    const file = path.join(this.#folder, `${createHash('sha256').update(source).digest('hex')}-${process.pid}.map`);
    writeFileSync(file, JSON.stringify(map.payload));
    this.set(source, file);
    return file;
  }
}

module.exports = class NativeRuntime extends Runtime {
  #environment;
  #transformer;
  /** @type {Map<string, Promise<Module>>} What this test file has loaded, by file or name of a package. */
  #modules = new Map();
  #sourceMaps;
  /** @type {Values} */
  #globals = {};
  /** @type {Promise<void>} */
  #linking = Promise.resolve();

  /** @param {ConstructorParameters<typeof Runtime>} settings */
  constructor(...settings) {
    super(...settings);
    this.#sourceMaps = new SourceMaps(settings[0].cacheDirectory);
    this.#environment = settings[1];
    this.#transformer = settings[3];
    forgetTheFileBefore();
  }

  /** @override @param {Parameters<Runtime['setGlobalsForRuntime']>[0]} globals */
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    this.#globals = { ...globals, jest: this.#jest() };
  }

  /** @override */
  getSourceMaps() {
    return this.#sourceMaps;
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
    await ready;
    for (const [tested, changed] of LOADED) {
      if (changedAt(tested) !== changed)
        throw new Error(`${tested} was changed after this process had loaded it: start Jest again.`);
    }
    return this.#run(await this.#load(file));
  }

  /** @override */
  teardown() {
    super.teardown();
    this.#modules.clear();
    forgetTheFileBefore();
  }

  /** The part of Jest's object that tests use, without mocking of modules. */
  #jest() {
    const { moduleMocker } = this.#environment;
    return {
      spyOn: moduleMocker?.spyOn.bind(moduleMocker),
      restoreAllMocks: () => this.restoreAllMocks(),
      setTimeout: (/** @type {number} */ ms) => Reflect.set(globalThis, TIMEOUT, ms),
    };
  }

  /** @param {string} specifier @param {Module} from */
  #find = (specifier, { identifier }) => {
    if (specifier === '@jest/globals') return made(specifier, this.#globals);
    const file = fileOf(specifier, identifier);
    if (file && !isTested(file)) return this.#load(file);
    const address = file ? pathToFileURL(file).href : specifier;
    return this.#once(address, async () => made(address, await import(address)));
  };

  /** @param {string} file */
  #load(file) {
    return this.#once(file, async () => (file.endsWith('.json') ? made(file, readJson(file)) : this.#compile(file)));
  }

  /** @param {string} file */
  #compile(file) {
    const changed = changedAt(file);
    const before = TRANSFORMED.get(file);
    const known = before?.changed === changed ? before : null;
    const { code, sourceMapPath } = known ?? this.#transformer.transform(file, TRANSFORM);
    if (!known) TRANSFORMED.set(file, { changed, code, sourceMapPath });
    if (sourceMapPath) this.#sourceMaps.set(file, sourceMapPath);
    const place = { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
    /** @type {Module} */
    const module = new SourceTextModule(code, {
      identifier: file,
      initializeImportMeta: (meta) => Object.assign(meta, place),
      importModuleDynamically: async (specifier) => this.#run(await this.#find(specifier, module)),
    });
    return module;
  }

  /** Links one graph after the other, because two of them may share files. @param {Module} module */
  async #run(module) {
    this.#linking = this.#linking.then(() => (module.status === 'unlinked' ? module.link(this.#find) : undefined));
    await this.#linking;
    await module.evaluate();
    return module;
  }

  /** @param {string} key @param {() => Promise<Module>} make */
  #once(key, make) {
    const module = this.#modules.get(key) ?? make();
    this.#modules.set(key, module);
    return module;
  }
};

/** Milliseconds; 0 for a missing file. @param {string} file */
function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} file */
function isTested(file) {
  return TESTED.some((folder) => file.startsWith(folder));
}

/** A file to load as our own; null for a package. @param {string} specifier @param {string} from */
function fileOf(specifier, from) {
  // Our own imports include the extension, so no file need be searched.
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

/**
 * Removes the previous test file's framework with its list of tests, and its telemetry, because each test file has its
 * own.
 */
function forgetTheFileBefore() {
  Reflect.deleteProperty(globalThis, TIMEOUT);
  Reflect.deleteProperty(globalThis, HANDLERS);
  Reflect.deleteProperty(globalThis, TELEMETRY);
  for (const file of Object.keys(require.cache)) if (file.includes(FRAMEWORK)) delete require.cache[file];
}
