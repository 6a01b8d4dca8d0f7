const begun = Date.now();

/** A machine clock that stands still, so that no limit moves on while a slow test runs. */
export const frozenMs = () => begun;
