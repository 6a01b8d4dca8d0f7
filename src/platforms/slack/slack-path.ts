/** Where Slack delivers over HTTP; the manifest's request addresses end in it. */
export const SLACK_PATH = '/slack/events';
