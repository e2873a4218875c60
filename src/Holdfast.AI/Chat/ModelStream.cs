using System.Text;
using Holdfast.AI.Prompts;
using Holdfast.Agents;
using Holdfast.Text;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Chat;

/// <summary>One answer of the model as it comes in: what is for people, told apart from what is not.</summary>
/// <param name="beginsInside">Whether this model's answers begin in the midst of its thinking (<see cref="ControlText"/>).</param>
internal sealed class ModelStream(bool beginsInside = false)
{
    /// <summary>The most characters of one answer, arguments included: more is a provider gone wrong, and is not kept.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most characters of thinking that a step keeps to be looked at.</summary>
    private const int MaxThinking = 20_000;

    private readonly ModelAnswer.Builder _answer = new();
    private readonly ControlText _text = new(beginsInside);
    private readonly StringBuilder _thinking = new();
    private long _read;
    private ChatFinishReason? _finish;

    /// <summary>What it took, as far as the provider says.</summary>
    public AgentUsage Usage { get; private set; } = new(Model: null, InputTokens: null, OutputTokens: null);

    /// <summary>How many tokens of what it wrote were thinking, as far as the provider says.</summary>
    public long ThinkingTokens { get; private set; }

    /// <summary>It has more than <see cref="MaxLength"/>.</summary>
    public static AgentException TooLong() =>
        new($"The answer is longer than {MaxLength} characters. Please ask for less at once.", isTransient: false);

    /// <summary>The whole answer; null before its end, and when there is none.</summary>
    public ModelAnswer? Answer { get; private set; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public AgentException? Failure { get; private set; }

    /// <summary>How many characters of text were handed on, and not taken back.</summary>
    public int Shown => _answer.TextLength;

    /// <summary>Whether it began in the midst of thinking.</summary>
    public bool BeganInside => _text.BeganInside;

    /// <summary>What the model thought on the way: its beginning, where that is long.</summary>
    public string Thinking => TextCut.Beginning(string.Concat(_thinking, _text.Thinking).Trim(), MaxThinking);

    /// <summary>The pieces of its text, and what of them turns out to be none; then it is known whether there is an answer.</summary>
    public async IAsyncEnumerable<AgentUpdate> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        await using var reading = updates.GetAsyncEnumerator();
        while (await NextAsync(reading) is { } update)
        {
            _finish = update.FinishReason ?? _finish;
            if (update.ModelId is { Length: > 0 } model)
                Usage = Usage with { Model = model };
            foreach (var content in update.Contents)
                Take(content);
            _read += update.Text.Length;
            var shown = Show(_text.Add(update.Text));
            if (Math.Max(_answer.Length, _read) > MaxLength)
            {
                Failure = TooLong();
                yield break;
            }

            foreach (var piece in shown)
                yield return piece;
        }

        if (Failure is not null)
            yield break;
        foreach (var piece in Show(_text.End()))
            yield return piece;
        End();
    }

    private async ValueTask<ChatResponseUpdate?> NextAsync(IAsyncEnumerator<ChatResponseUpdate> reading)
    {
        try
        {
            return await reading.MoveNextAsync() ? reading.Current : null;
        }
        catch (AgentException e)
        {
            Failure = e;
            return null;
        }
    }

    private void End()
    {
        // A stream that ends without saying why was cut off on the way: half an answer must not pass for a whole one.
        if (_finish is null)
            Failure = new AgentException("The answer was cut off. Please try again.", isTransient: true);
        else if (_finish == ChatFinishReason.ContentFilter)
            Failure = new AgentException("The AI service refuses to answer this.", isTransient: false);

        // Whether tools are called is seen by the calls: not every provider gives the reason its name.
        Answer = Failure is null ? _answer.Build(isCut: _finish == ChatFinishReason.Length) : null;
    }

    private IEnumerable<AgentUpdate> Show((string Text, int TakenBack) read)
    {
        if (read.TakenBack > 0)
        {
            _answer.TakeBack(read.TakenBack);
            yield return new AgentUpdate.TextTakenBack(read.TakenBack);
        }

        if (read.Text.Length > 0)
        {
            _answer.Add(read.Text);
            yield return new AgentUpdate.TextDelta(read.Text);
        }
    }

    private void Take(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent { Text: { Length: > 0 } thought } when _thinking.Length < MaxThinking:
                _thinking.Append(thought);
                break;
            case ProviderFields fields:
                _answer.Add(fields);
                break;
            case FunctionCallContent { InformationalOnly: false } call:
                _answer.Add(call);
                break;
            case UsageContent { Details: var details }:
                // Some providers say in each piece what it has come to so far: added up, that was many times what the call cost.
                Usage = Usage with
                {
                    InputTokens = Math.Max(Usage.InputTokens ?? 0, details.InputTokenCount ?? 0),
                    OutputTokens = Math.Max(Usage.OutputTokens ?? 0, details.OutputTokenCount ?? 0),
                };
                ThinkingTokens = Math.Max(ThinkingTokens, details.ReasoningTokenCount ?? 0);
                break;
            default:
                break;
        }
    }
}
