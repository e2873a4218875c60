using Holdfast.Conversations;
using Holdfast.Deliveries;
using Holdfast.Records;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.ViewFlow;

namespace Holdfast.Images;

/// <summary>Shows in <em>View flow</em> the pictures that a run has made, as soon as Slack has them.</summary>
internal sealed class PicturesFigure(ConversationPictures pictures, IRecordReader records) : IFlowFigure
{
    /// <inheritdoc/>
    public async ValueTask<FlowFigure?> ShowAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var made = (await pictures.MadeAsync(ConversationId.Parse(run.Conversation), cancellationToken)).Where(picture => picture.Run == run.Id).ToList();
        if (made.Count == 0)
            return null;
        var shown = new List<FlowPicture>();
        foreach (var picture in made)
        {
            if (shown.Count == FlowFigure.MostPictures)
                break;
            if (KeptFile.IdOf(picture.File) is { } id && await records.GetAsync(KeptFile.Kind, id, cancellationToken) is { FileId: { } file })
                shown.Add(new FlowPicture(file, picture.File.Name));
        }

        return new FlowFigure($"*Pictures made*\n🖼️ {Quantities.Count(made.Count)}") { Pictures = shown };
    }
}
