using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace Holdfast.AI.Prompts;

/// <summary>
/// Counts what a text costs a model: exactly where the model's tokens are known, else by its bytes, corrected by what the provider has said that
/// earlier prompts cost.
/// </summary>
/// <param name="model">The model's name.</param>
internal sealed class TokenCounter(string model)
{
    /// <summary>Between what code and prose cost, nearer to code: rather a turn too few than a prompt too long.</summary>
    private const double BytesAToken = 3;

    /// <summary>
    /// The tokenizer's time grows with the square of a word's length: a word of a megabyte, as of a picture that somebody pasted, would take minutes.
    /// </summary>
    private const int MaxPiece = 512;

    /// <summary>What a message costs besides its words: its role and its ends.</summary>
    private const int Frame = 6;

    /// <summary>The most that a picture costs, in the sizes in which they are sent: width times height by 750, or so many tiles, as providers say.</summary>
    private const int Picture = 1_600;

    /// <summary>A prompt so short says nothing of a model: what every message costs besides counts for too much of it.</summary>
    private const int ShortestLesson = 200;

    private readonly Lazy<Tokenizer?> _tokenizer = new(() => Find(model));
    private double _correction = 1;

    /// <summary>What a text costs as a message.</summary>
    public int Count(string text) => Frame + (int)Math.Ceiling(Raw(text) * Volatile.Read(ref _correction));

    /// <summary>What a message costs.</summary>
    public int Count(ChatMessage message) => PromptText.Of(message).Sum(Count) + PicturesOf(message);

    /// <summary>What its pictures cost.</summary>
    public static int PicturesOf(ChatMessage message) => Picture * message.Contents.Count(content => content is DataContent);

    /// <summary>The most that a text can cost, found without counting: a token has at least a byte.</summary>
    public static int Most(string text) => Frame + Encoding.UTF8.GetByteCount(text);

    /// <summary>What a prompt cost, by the provider's own count.</summary>
    /// <param name="counted">What was counted for it here.</param>
    /// <param name="actual">What the provider says.</param>
    public void Learn(int counted, long actual)
    {
        if (counted < ShortestLesson || actual <= 0)
            return;
        var correction = Volatile.Read(ref _correction);

        // Slowly: one odd prompt, such as one with a picture, must not turn everything.
        var lesson = Math.Clamp(actual / (double)counted, 0.5, 2);
        Volatile.Write(ref _correction, Math.Clamp(correction * (0.75 + (0.25 * lesson)), 0.5, 4));
    }

    private double Raw(string text)
    {
        if (_tokenizer.Value is not { } tokenizer)
            return Encoding.UTF8.GetByteCount(text) / BytesAToken;
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            var length = PieceAt(text, at);
            count += tokenizer.CountTokens(text.AsSpan(at, length));
            at += length;
        }

        return count;
    }

    /// <summary>As much as may be counted at once, cut where a word begins if one does.</summary>
    private static int PieceAt(string text, int at)
    {
        if (text.Length - at <= MaxPiece)
            return text.Length - at;
        var blank = text.LastIndexOf(' ', at + MaxPiece - 1, MaxPiece - 1);
        return blank > at ? blank - at : MaxPiece;
    }

    private static TiktokenTokenizer? Find(string model)
    {
        try
        {
            return TiktokenTokenizer.CreateForModel(model);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            // Another provider's model, one newer than the library, or one whose tokens are not brought along.
            return null;
        }
    }
}
