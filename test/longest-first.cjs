const { default: Sequencer } = require('@jest/test-sequencer');

/* The longest files begin first, also where no earlier run has told how long each takes: begun last they kept one worker alone. */

const LONGEST = [/\/playground\/page\/browser/, /\/tools\/chaos\//, /\/app\/every-view/, /\/playground\/saved-demo/];

module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<import('@jest/test-sequencer').default['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const long = LONGEST.flatMap((file) => sorted.filter(({ path }) => file.test(path)));
    return [...long, ...sorted.filter((test) => !long.includes(test))];
  }
};
