"""Whatever people do, in whatever flow: Hypothesis at the engine and both stores."""
