using System.Text.RegularExpressions;

namespace Holdfast.Simulator.Model;

/// <summary>Says what pictures the model sees: it knows their kind and size and nothing of what is on them.</summary>
internal static partial class SightWords
{
    /// <summary>What is seen, as a sentence.</summary>
    public static string Of(IReadOnlyList<ModelImage> images) => images switch
    {
        [] => "I see no picture.",
        [var one] => $"I see {Of(one)}.",
        _ => $"I see {images.Count} pictures: {string.Join(", ", images.SkipLast(1).Select(Of))} and {Of(images[^1])}.",
    };

    /// <summary>The answer to whoever asks what there is to be seen, in what they have just sent or before; null when the text is about something else.</summary>
    public static string? Read(string text, ModelRequest request) => Asks().IsMatch(text) ? Of(request.Images) : null;

    private static string Of(ModelImage image) => $"a {image.Info.Format.ToString().ToUpperInvariant()} picture, {image.Info.Width} × {image.Info.Height} pixels";

    [GeneratedRegex(@"^what (do|can) you see[\s.!?]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asks();
}
