// The SPARQL field as an editor: colours, brackets, undo. The field itself stays in the page and is what the form sends;
// the editor lives in a shadow root, where its styles need no inline style sheet.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { tags } from "@lezer/highlight";

const field = document.querySelector("#sparql");
if (field) {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  field.after(host);
  const label = document.querySelector('label[for="sparql"]').textContent;
  const wrong = Number(field.dataset.errorLine ?? 0);
  const colours = HighlightStyle.define([
    { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
    { tag: [tags.variableName, tags.propertyName], color: "var(--report)" },
    { tag: [tags.string, tags.literal, tags.number], color: "var(--body)" },
    { tag: [tags.namespace, tags.url], color: "var(--norm)" },
    { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  ]);
  const theme = EditorView.theme({
    "&": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: "6px", fontSize: ".92rem" },
    "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "16rem" },
    ".cm-gutters": { background: "transparent", color: "var(--soft)", border: "none" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-wrong": { background: "var(--alarm-soft)" },
  });
  const marked = (state) => wrong > 0 && wrong <= state.doc.lines
    ? Decoration.set([Decoration.line({ class: "cm-wrong" }).range(state.doc.line(wrong).from)]) : Decoration.none;
  const state = EditorState.create({
    doc: field.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), sparql(), syntaxHighlighting(colours), theme,
      EditorView.lineWrapping,
      // Tab is not bound: it leaves the editor, as it leaves any field; Escape leads to the button below.
      keymap.of([{ key: "Escape", run: () => { field.form.querySelector("button")?.focus(); return true; } },
        ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.decorations.compute([], marked),
      EditorView.updateListener.of((update) => { if (update.docChanged) field.value = update.state.doc.toString(); }),
    ],
  });
  new EditorView({ state, parent: root, root });
  field.hidden = true;
}
