/** The path below which the pages of evaluations are. */
export const ROOT_PATH = '/evaluation';
export const SCRIPT_PATH = `${ROOT_PATH}/script.js`;
/** The page that explains what the server can and cannot know. */
export const HOW_PATH = `${ROOT_PATH}/how`;
