using System.Text.RegularExpressions;
using Holdfast.Agents;
using Holdfast.AI.Errors;

namespace Holdfast.AI.Wire;

/// <summary>Finds out which feature of a request an endpoint does not have, by what it says when it refuses the request.</summary>
internal static partial class RefusedFeatures
{
    /// <summary>What only a model has that thinks before it answers.</summary>
    public const Features OfThinking = Features.Summaries | Features.SealedThinking;

    private const int MostTimeMs = 1000;

    private static readonly (Features Feature, Func<string, bool> IsNamed)[] Table =
    [
        (Features.StreamOptions, words => Has(words, "stream_options") || Has(words, "include_usage")),
        (Features.ParallelCalls, words => Has(words, "parallel_tool_calls")),
        (Features.Temperature, words => Has(words, "temperature")),
        (Features.Effort, words => Has(words, "effort")),
        (Features.MaxTokens, words => Has(words, "max_tokens") && Has(words, "max_completion_tokens")),
        (Features.SystemRole, words => Has(words, "must alternate") || (SystemRole().IsMatch(words) && Refuses().IsMatch(words))),
        (Features.Tools, words => Tools().IsMatch(words) && Refuses().IsMatch(words) && !OneTool().IsMatch(words)),
        (Features.Summaries, words => Has(words, "reasoning.summary") || Has(words, "reasoning summar")),
        (Features.SealedThinking, words => Has(words, "encrypted")),
        (Features.Pictures, words => Pictures().IsMatch(words) && Refuses().IsMatch(words) && !OnePicture().IsMatch(words)),
        (Features.Streaming, words => Streaming().IsMatch(words) && Refuses().IsMatch(words)),
    ];

    /// <summary>The features of a request that an exception is about.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="sent">What the request made use of.</param>
    /// <param name="fields">The names of the provider's own fields in it.</param>
    public static Features In(AgentException error, Features sent, IEnumerable<string> fields) =>
        error.InnerException is ProviderException { Error: var said } ? In(said, sent, fields) : Features.None;

    /// <summary>The features of a request that an error is about.</summary>
    /// <param name="error">The error.</param>
    /// <param name="sent">What the request made use of.</param>
    /// <param name="fields">The names of the provider's own fields in it.</param>
    public static Features In(ProviderError error, Features sent, IEnumerable<string> fields)
    {
        if (error.Status is not (200 or 400 or 404 or 405 or 415 or 422 or 500 or 501) || error.IsPage)
            return Features.None;
        if (sent.HasFlag(Features.ProviderFields) && fields.Any(field => Has(error.Words, field)) && Refuses().IsMatch(error.Words))
            return Features.ProviderFields;
        if (sent.HasFlag(Features.EarlierItems) && OneItem().IsMatch(error.Words))
            return Features.EarlierItems;
        var refused = Table.Where(line => sent.HasFlag(line.Feature) && line.IsNamed(error.Words)).Aggregate(Features.None, (all, line) => all | line.Feature);

        // A model that does not think has none of it, and says so of the one that it reads first. But of efforts it may have another.
        if ((refused & OfThinking) != Features.None && Has(error.Words, "with this model"))
            refused |= sent & (OfThinking | Features.Effort);

        // What is said of the options of streaming is not said of streaming itself, and the same with tools.
        if (refused.HasFlag(Features.StreamOptions))
            refused &= ~Features.Streaming;
        return refused.HasFlag(Features.ParallelCalls) ? refused & ~Features.Tools : refused;
    }

    private static bool Has(string words, string name) => words.Contains(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        "(not|n't|un)[\\s_-]*(be[\\s_-]+)?(support|enabl|allow|permit|recogni|implement|expected|available|known)|no endpoints found|invalid (parameter|field|argument|value|role)|unknown|extra[_ ](inputs|fields|forbidden)"
        + "|requires? (`|'|\")?--|without --|only .{0,60}(roles?|is supported|are supported)|must alternate|disabled|not an? ",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Refuses();

    [GeneratedRegex("\\b(system|developer)\\b.{0,40}\\b(role|message|prompt|instruction)s?\\b|\\brole\\b.{0,40}\\b(system|developer)\\b|developer instruction", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex SystemRole();

    [GeneratedRegex("\\b(tools?|tool_choice|tool[\\s_](use|choice|call\\w*)|functions?|function[\\s_]call\\w*)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Tools();

    /// <summary>About one tool, or its result: without tools that would be hidden, not mended.</summary>
    [GeneratedRegex("schema|tool_call_id|role '?tool|'tool'|tools\\[\\d|tools\\.\\d|preceding|function\\.name|duplicate", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex OneTool();

    /// <summary>About an earlier item of the provider's own: a seal that it cannot open, as of another key, thinking that lacks what it belongs to, a field it does not take back.</summary>
    [GeneratedRegex("encrypted[_ ]content\\b.{0,120}(invalid|could not|cannot|can't|fail)|invalid_encrypted_content|provided without its required|item with id .{0,120}not found|\\binput\\[\\d", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex OneItem();

    [GeneratedRegex("\\b(images?|image_url|input_image|vision|multi-?modal|pictures?)\\b|content (must be|should be|to be) a (valid )?string|content.{0,40}(str|string) type expected|mmproj", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Pictures();

    /// <summary>About one picture: another may be seen.</summary>
    [GeneratedRegex("format|corrupt|too (large|small|many|big)|exceed|base64|could not (process|download|decode|read)|unable to (process|download|decode)|media_type|dimension", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex OnePicture();

    [GeneratedRegex("\\bstream(ing|ed)?\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, MostTimeMs)]
    private static partial Regex Streaming();
}
