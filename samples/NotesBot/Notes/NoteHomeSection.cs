using Holdfast.Home;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace NotesBot.Notes;

/// <summary>The viewer's notes.</summary>
public sealed class NoteHomeSection(IRecordReader records, IOptions<NoteOptions> options) : IHomeSection
{
    public async ValueTask<IReadOnlyList<Block>> ShowAsync(HomeViewer viewer, CancellationToken cancellationToken)
    {
        var open = await records.GetOpenNotesAsync(viewer.Team.Value, viewer.User.Value, options.Value.Most, cancellationToken);
        return open.Count == 0 ? [] : [new HeaderBlock { Text = TextObject.Plain("Your notes") }, .. open.Select(note => new SectionBlock { Text = TextObject.Plain(note.Text) })];
    }
}
