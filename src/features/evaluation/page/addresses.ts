/** Where the pages of evaluations stand. */
export const ROOT_PATH = '/evaluation';
export const SCRIPT_PATH = `${ROOT_PATH}/script.js`;
/** What the server can and cannot know, for whoever wants to check it. */
export const HOW_PATH = `${ROOT_PATH}/how`;
