using System.Globalization;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Holdfast.AI.Prompts;
using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Models;

/// <summary>A model that can be asked, and what was learned of it since the process began.</summary>
/// <param name="configured">What the configuration says of it.</param>
/// <param name="client">How it is asked.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatModel(ConfiguredModel configured, IChatClient client, TimeProvider time)
{
    /// <summary>A prompt that is shortened keeps at least so many tokens: with less, nothing of a question is left.</summary>
    private const int FewestTokens = 500;

    private readonly PromptFitter _fitter = new(new TokenCounter(configured.Model));
    private int _limit = configured.MaxPromptTokens;
    private volatile bool _beginsInside;

    /// <summary>What it is called in the configuration, in steps and in alerts.</summary>
    public string Name => configured.Name;

    /// <summary>Its name in the provider's words.</summary>
    public string Model => configured.Model;

    /// <summary>What it costs.</summary>
    public ModelPrices Prices => configured.Prices;

    /// <summary>Whether it answers.</summary>
    public ModelHealth Health { get; } = new(time);

    /// <summary>The most tokens of a prompt: the operator's number, or a smaller one that the model has taught.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>Whether an answer of it has begun in the midst of its thinking: then the next one may, and nothing of it must be shown.</summary>
    public bool BeginsInside => _beginsInside;

    /// <summary>Asks it.</summary>
    /// <param name="prompt">What it is given.</param>
    /// <param name="options">The tools that it is offered.</param>
    /// <param name="patience">The longest wait for the beginning of the answer; null for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public IAsyncEnumerable<ChatResponseUpdate> AskAsync(FittedPrompt prompt, ChatOptions? options, TimeSpan? patience, CancellationToken cancellationToken) => patience is { } longest
        ? FirstWord.Within(token => client.GetStreamingResponseAsync(prompt.Messages, options, token), longest, time, cancellationToken)
        : client.GetStreamingResponseAsync(prompt.Messages, options, cancellationToken);

    /// <summary>What it is told besides the prompt: of what people have set as much as it takes.</summary>
    /// <param name="options">What any model is told.</param>
    /// <param name="settings">What people have set.</param>
    public ChatOptions? Manner(ChatOptions? options, TurnSettings settings)
    {
        var effort = configured.TakesEffort ? FirstOf(settings.Effort, settings.ChannelEffort) : "";
        var temperature = configured.TakesTemperature ? FirstOf(settings.Temperature, settings.ChannelTemperature) : "";
        if (effort.Length == 0 && temperature.Length == 0)
            return options;

        // The same list, by which clients know again what they have declared before.
        var own = options?.Clone() ?? new ChatOptions();
        own.Tools = options?.Tools;
        if (Enum.TryParse<ReasoningEffort>(effort, ignoreCase: true, out var wanted))
            own.Reasoning = new ReasoningOptions { Effort = wanted };
        if (float.TryParse(temperature, CultureInfo.InvariantCulture, out var free))
            own.Temperature = free;
        return own;

        static string FirstOf(string person, string channel) => person.Length > 0 ? person : channel;
    }

    /// <summary>A prompt that it can take.</summary>
    /// <param name="parts">What is to be in it.</param>
    /// <param name="limit">The most tokens.</param>
    public FittedPrompt Fit(PromptParts parts, int limit) => _fitter.Fit(parts, limit);

    /// <summary>How many of the earlier messages are too many for it (<see cref="PromptFitter.Surplus"/>).</summary>
    public int Surplus(PromptParts parts, bool isFull) => _fitter.Surplus(parts, Limit, isFull);

    /// <summary>What of a prompt was left out, and why, for whoever looks at the run; null when all is in it.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="limit">The most tokens it was made for.</param>
    public string? NoteOf(FittedPrompt prompt, int limit) => prompt.Note(limit < configured.MaxPromptTokens
        ? $"to fit into {Quantities.Count(limit, "token")}: the model has refused more"
        : $"to fit into the prompt ({configured.LimitSetting})");

    /// <summary>The tokens for another try with a prompt that it found too long.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tools">The tools that were declared along.</param>
    /// <param name="said">What it said of it.</param>
    public int Shortened(FittedPrompt prompt, IList<AITool>? tools, PromptNumbers said)
    {
        var sent = _fitter.Count(prompt, tools);
        return (int)Math.Clamp(sent * said.Share(sent), FewestTokens, Limit);
    }

    /// <summary>It answered: what that teaches is kept. A limit only now, since a refusal can be misread.</summary>
    /// <param name="prompt">What it was given.</param>
    /// <param name="limit">The most tokens that was made for.</param>
    /// <param name="tokens">What the prompt cost, by its own count; null when it does not say.</param>
    /// <param name="beganInside">Whether the answer began in the midst of thinking.</param>
    public void Learn(FittedPrompt prompt, int limit, long? tokens, bool beganInside)
    {
        _fitter.Learn(prompt, tokens);
        _beginsInside |= beganInside;
        for (var known = Limit; limit < known; known = Limit)
            Interlocked.CompareExchange(ref _limit, limit, known);
    }
}
