using System.Runtime.CompilerServices;
using Holdfast.AI.Chat;
using Holdfast.Conversations;
using Holdfast.Records;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Tests.Chat;

/// <summary>A model that answers what a test says, by what it is asked.</summary>
internal class ScriptedModel(Func<IReadOnlyList<ChatMessage>, IEnumerable<ChatResponseUpdate>> answer) : IChatClient
{
    public List<IReadOnlyList<ChatMessage>> Prompts { get; } = [];

    public List<ChatOptions?> Asked { get; } = [];

    /// <summary>One answer after the other: which one it is, is seen by what the model has said before.</summary>
    public static ScriptedModel InTurn(params ChatResponseUpdate[][] answers) =>
        new(prompt => answers[prompt.Count(message => message.Role == ChatRole.Assistant)]);

    public static ChatResponseUpdate[] Says(string text) => [new(ChatRole.Assistant, text), End(ChatFinishReason.Stop)];

    public static ChatResponseUpdate[] Calls(params (string Id, string Name, string Arguments)[] calls) => Calls("", calls);

    public static ChatResponseUpdate[] Calls(string text, params (string Id, string Name, string Arguments)[] calls) =>
        [new(ChatRole.Assistant, text), new(ChatRole.Assistant, [.. calls.Select(call => FunctionCalls.Create(call.Id, call.Name, call.Arguments))]), End(ChatFinishReason.ToolCalls)];

    public static ChatResponseUpdate End(ChatFinishReason reason) => new() { FinishReason = reason };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Prompts.Add([.. messages]);
        Asked.Add(options);
        await BeforeAsync(cancellationToken);
        foreach (var update in answer(Prompts[^1]))
            yield return update;
    }

    /// <summary>What it does before it begins to answer.</summary>
    protected virtual Task BeforeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A conversation that is given.</summary>
internal sealed class Remembered(params Turn[] turns) : IConversationMemory
{
    public ValueTask<IReadOnlyList<Turn>> GetTurnsAsync(ConversationId conversation, CancellationToken cancellationToken) => new(turns);
}
