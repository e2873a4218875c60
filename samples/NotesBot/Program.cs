using Holdfast.Hosting;
using NotesBot.Notes;

// All that is said of the feature here; the rest is in its folder.
return await new HoldfastApplication()
    .Add((services, configuration) => services.AddNotes(configuration))
    .RunAsync(args);
