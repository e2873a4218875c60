using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NotesBot.Notes;

/// <summary>A feature with everything that a feature may have, in one folder: what this says of it is all that is said elsewhere.</summary>
public static class NotesModule
{
    public static IServiceCollection AddNotes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<NoteOptions>(configuration, "Notes");
        services.AddSingleton(static provider => new RecordRetention(NoteRecords.Kind.Name, () => provider.GetRequiredService<IOptions<NoteOptions>>().Value.Keep));
        services.AddWaitingFigure("notes", static provider => new WaitingFigure(
            "notes", "note", "open", (team, cancellation) => provider.GetRequiredService<IRecordReader>().CountRecordsAsync(NoteRecords.Open(team), cancellation)));
        services.AddSubcommand<NoteCommand>();
        services.AddHomeSection<NoteHomeSection>();
        return services.AddTool<TakeNoteTool>(TakeNoteTool.ToolName);
    }
}
