// Starts GraphiQL on the endpoint and with the examples that the page names.
const page = document.getElementById("graphiql");
const examples = JSON.parse(document.getElementById("examples").textContent);

ReactDOM.createRoot(page).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: page.dataset.endpoint }),
    defaultQuery: examples[0].query,
    defaultTabs: examples,
  }),
);
