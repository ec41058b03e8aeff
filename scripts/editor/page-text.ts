/// <reference lib="dom" />
/**
 * Reads text off the screen of a Monaco editor. Each function runs inside the page: it may use nothing from outside
 * itself but the DOM.
 */

/** A line as the editor shows it. */
export interface ShownLine {
  readonly text: string;
  /** Distance from the top of the window, in CSS pixels. */
  readonly top: number;
}

/** A place on the screen, in CSS pixels. */
export interface ScreenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A squiggle with the text that it underlines. */
export interface Squiggle {
  readonly text: string;
  readonly top: number;
}

/** The lines in the order of the text: the order of the elements says nothing, Monaco reuses them. */
export function shownLines(editor: Element): ShownLine[] {
  return [...editor.querySelectorAll('.view-lines .view-line')]
    .map((line) => ({
      text: (line.textContent ?? '').replaceAll('\u00a0', ' '),
      top: line.getBoundingClientRect().top,
    }))
    .sort((a, b) => a.top - b.top);
}

/** Where a text first stands on one line of the editor, or undefined. */
export function textBox(editor: Element, text: string): ScreenBox | undefined {
  const lines = [...editor.querySelectorAll('.view-lines .view-line')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  for (const line of lines) {
    const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(text);
    if (start < 0) continue;
    const range = document.createRange();
    let offset = 0;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      const end = start + text.length;
      if (start >= offset && start < offset + length) range.setStart(node, start - offset);
      if (end > offset && end <= offset + length) range.setEnd(node, end - offset);
      offset += length;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return undefined;
}

/** The squiggles that a selector finds, in the order of the text, each with the letters right above it. */
export function squigglesIn(editor: Element, selector: string): Squiggle[] {
  const lines = [...editor.querySelectorAll('.view-lines .view-line')];
  return [...editor.querySelectorAll(selector)]
    .map((squiggle) => {
      const box = squiggle.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      const line = lines.find((candidate) => {
        const { top, bottom } = candidate.getBoundingClientRect();
        return top <= middle && middle < bottom;
      });
      let text = '';
      const walker = document.createTreeWalker(line ?? document.createElement('div'), NodeFilter.SHOW_TEXT);
      const letter = document.createRange();
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const content = node.textContent ?? '';
        for (let i = 0; i < content.length; i++) {
          letter.setStart(node, i);
          letter.setEnd(node, i + 1);
          const { left, right } = letter.getBoundingClientRect();
          const centre = (left + right) / 2;
          if (centre >= box.left && centre <= box.right) text += content[i];
        }
      }
      return { text: text.replaceAll('\u00a0', ' '), top: box.top, left: box.left };
    })
    .sort((a, b) => a.top - b.top || a.left - b.left)
    .map(({ text, top }) => ({ text, top }));
}
