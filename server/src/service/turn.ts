let before = (): void => undefined;

/** Has something done between the steps of every analysis in this thread, such as to wait while others go first. */
export function betweenSteps(action: () => void): void {
  before = action;
}

/** A place between two steps, where the analysis may stand still. To be called wherever it comes by often. */
export function turn(): void {
  before();
}
