import * as vscode from 'vscode';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

function toPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}

/** Shows a list of places, as a code lens of the server names them, where the editor shows references. */
export async function showPlaces(uri: unknown, position: unknown, places: unknown): Promise<void> {
  if (typeof uri !== 'string' || !Array.isArray(places)) return;
  const locations = (places as readonly Place[]).map(
    (place) =>
      new vscode.Location(
        vscode.Uri.parse(place.uri),
        new vscode.Range(toPosition(place.range.start), toPosition(place.range.end)),
      ),
  );
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    toPosition(position as Position),
    locations,
  );
}
