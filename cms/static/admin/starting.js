/* Starts what Wagtail starts with scripts in the middle of a page, which the policy forbids: each
   <template data-start="name" data-with="[arguments]">, as soon as it stands in the page. Only what is
   named here is started, whatever else such an element says. */
const STARTED = [
  "Chooser",
  "DocumentChooser",
  "ImageChooser",
  "InlinePanel",
  "MultipleChooserPanel",
  "PageChooser",
  "SnippetChooser",
  "createTaskChooser",
  "initDateChooser",
  "initDateTimeChooser",
  "initTimeChooser",
];

function start(mark) {
  const { start: name, with: told } = mark.dataset;
  mark.remove();
  if (!STARTED.includes(name)) throw new Error(`Nothing is called ${name}.`);
  const values = JSON.parse(told);
  if (/^[A-Z]/.test(name)) new window[name](...values);
  else window[name](...values);
}

/* One that cannot be started leaves the others alone. */
function startOrTell(mark) {
  try {
    start(mark);
  } catch (error) {
    reportError(error);
  }
}

function startWithin(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || !node.isConnected) return;
  if (node.matches("template[data-start]")) startOrTell(node);
  else node.querySelectorAll("template[data-start]").forEach(startOrTell);
}

startWithin(document.documentElement);
new MutationObserver((changes) => {
  changes.forEach(({ addedNodes }) => addedNodes.forEach(startWithin));
}).observe(document.documentElement, { childList: true, subtree: true });
