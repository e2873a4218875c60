using Holdfast.Conversations;
using Holdfast.Records;
using Holdfast.Text;
using Holdfast.ViewFlow;

namespace Holdfast.Images;

/// <summary>Shows in <em>View flow</em> how many pictures a run has made; which they are stands with its steps, and in the conversation.</summary>
internal sealed class PicturesFigure(ConversationPictures pictures) : IFlowFigure
{
    /// <inheritdoc/>
    public async ValueTask<string?> ShowAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var made = (await pictures.MadeAsync(ConversationId.Parse(run.Conversation), cancellationToken)).Count(picture => picture.Run == run.Id);
        return made == 0 ? null : $"*Pictures made*\n🖼️ {Quantities.Count(made)}";
    }
}
