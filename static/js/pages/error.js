/** The error screen says it all in its template. */
export async function start() {}
