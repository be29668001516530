/** GitHub lists no more files of a comparison or commit. */
export const FILES_MAX = 300;
