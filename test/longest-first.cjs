const { default: Sequencer } = require('@jest/test-sequencer');

/* The longest file begins first, also where no earlier run has told how long each takes: begun last it kept one worker alone. */

const LONGEST = /\/test\/tools\/chaos\//;

module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<import('@jest/test-sequencer').default['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted.filter(({ path }) => LONGEST.test(path)), ...sorted.filter(({ path }) => !LONGEST.test(path))];
  }
};
