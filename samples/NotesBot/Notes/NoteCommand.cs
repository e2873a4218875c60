using Holdfast.Commands;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace NotesBot.Notes;

/// <summary><c>/holdfast note</c>: lists, takes and ticks off notes.</summary>
public sealed class NoteCommand(IRecordReader records, IOptions<NoteOptions> options, TimeProvider time) : ISubcommand
{
    public string Name => "note";

    public string Help => "keeps notes: `note TEXT`, `note done` for the oldest, `note` for all of them";

    public bool IsForOperators => false;

    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken)
    {
        var open = await records.GetOpenNotesAsync(command.Team.Value, command.User.Value, options.Value.Most, cancellationToken);
        return arguments switch
        {
            "" => open.Count == 0 ? "You have no notes." : string.Join('\n', open.Select(note => $"• {SlackText.Escape(note.Text)}")),
            "done" when open is [var oldest, ..] => Keep("Done.", oldest with { DoneAt = time.GetUtcNow() }),
            "done" => "You have no notes.",

            // By the command's own id: one that comes round again after a crash takes no second note.
            _ => Keep("Noted.", new Note { Id = command.Item.Id, Team = command.Team.Value, User = command.User.Value, Text = arguments }),
        };
    }

    private static CommandReply Keep(string said, Note note) => new(said) { Effects = new Effects { Records = [note.ToRecord()] } };
}
