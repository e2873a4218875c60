using System.Text;
using Holdfast.AI.Chat;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Holdfast.AI.OpenAI;

/// <summary>Puts tool calls together from the pieces that a stream brings.</summary>
internal sealed class StreamedCalls
{
    private readonly List<Call> _calls = [];
    private long _gathered;

    /// <summary>How many there are so far.</summary>
    public int Count => _calls.Count;

    public void Add(IReadOnlyList<StreamingChatToolCallUpdate> pieces)
    {
        foreach (var piece in pieces)
        {
            var call = _calls.FindLast(known => known.Index == piece.Index);

            // Some endpoints give every call the index 0: another id is another call.
            if (call is null || piece.ToolCallId is { Length: > 0 } id && call.Id is { Length: > 0 } other && id != other)
                _calls.Add(call = new Call(piece.Index));
            call.Id = call.Id is { Length: > 0 } ? call.Id : piece.ToolCallId;
            call.Name = call.Name is { Length: > 0 } ? call.Name : piece.FunctionName;
            var more = piece.FunctionArgumentsUpdate?.ToString() ?? "";
            if ((_gathered += more.Length) > ModelStream.MaxLength)
                throw ModelStream.TooLong();
            call.Arguments.Append(more);
        }
    }

    /// <summary>The calls, once all pieces are there.</summary>
    public IEnumerable<FunctionCallContent> Build() => _calls.Select(call => FunctionCalls.Create(call.Id ?? "", call.Name ?? "", call.Arguments.ToString()));

    private sealed class Call(int index)
    {
        public int Index => index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
