using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Pdf;

/// <summary>Pages of which something is to be said.</summary>
internal sealed class PageOutcomes
{
    internal List<int> Failed { get; } = [];

    internal List<int> Empty { get; } = [];

    internal List<int> AsPictures { get; } = [];

    internal List<int> InParts { get; } = [];

    internal List<int> PicturesNotRead { get; } = [];

    internal List<int> PicturesTooLarge { get; } = [];

    internal List<int> PicturesTooMany { get; } = [];

    internal void Tell(Draft draft)
    {
        Tell(draft, Failed, "is damaged and could not be read.", "are damaged and could not be read.");
        Tell(draft, Empty, "has no text.", "have no text.");
        Tell(draft, AsPictures, "has no text but a picture, which is attached.", "have no text but pictures, which are attached.");
        Tell(draft, InParts, "consists of several pictures; only the largest is attached.", "consist of several pictures each; only the largest of each is attached.");
        Tell(draft, PicturesNotRead, "has no text but a picture of a kind that can't be read.", "have no text but pictures of a kind that can't be read.");
        Tell(draft, PicturesTooLarge, "has no text but a picture that is too large.", "have no text but pictures that are too large.");
        Tell(draft, PicturesTooMany, "has no text but a picture, which is one too many and left out.", "have no text but pictures, which are too many and left out.");
    }

    private static void Tell(Draft draft, List<int> pages, string one, string many)
    {
        if (pages.Count > 0)
            draft.Note(Words.Pages(pages, one, many));
    }
}
