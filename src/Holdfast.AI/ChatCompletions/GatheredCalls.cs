using System.Text;
using System.Text.Json;
using Holdfast.AI.Chat;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.ChatCompletions;

/// <summary>
/// Puts tool calls together from the pieces that a stream brings. Neither indexes nor ids can be relied on: some providers give all calls the same, or
/// none, or each piece another. A call begins with a name; what has no name goes on with one that began.
/// </summary>
internal sealed class GatheredCalls
{
    private const int MaxCalls = 1_000;

    private readonly List<Call> _calls = [];
    private long _gathered;

    /// <summary>How many there are so far.</summary>
    public int Count => _calls.Count;

    /// <summary>Takes a piece, or a call that came whole.</summary>
    /// <param name="piece">What came.</param>
    /// <param name="isWhole">Whether it is a call by itself.</param>
    public void Add(JsonElement piece, bool isWhole)
    {
        var function = piece.Find("function") is { ValueKind: JsonValueKind.Object } inner ? inner : piece;
        var (index, id, name) = (piece.NumberOf("index"), piece.TextOf("id") ?? "", function.TextOf("name") ?? "");
        var arguments = ArgumentsOf(function);
        if ((_gathered += piece.GetRawText().Length) > ModelStream.MaxLength * 4L || _calls.Count > MaxCalls)
            throw ModelStream.TooLong();
        var call = isWhole ? null : Known(index, id, name);
        if (call is not null && name.Length > 0 && call.Name.Length > 0)
        {
            if (call.IsRepeatedBy(id, name, arguments))
                return;
            if (!call.GoesOnWith(id, name, arguments))
                call = null;
        }

        if (call is null)
            _calls.Add(call = new Call(index));
        call.Add(id, name, arguments);
        foreach (var field in piece.EnumerateObject().Where(field => field.Name is not ("index" or "id" or "type" or "function" or "name" or "arguments")))
            call.Fields.Add(field.Name, field.Value);
    }

    /// <summary>The calls, once all pieces are there.</summary>
    public IEnumerable<FunctionCallContent> Build() => _calls.Select(call => call.Build());

    /// <summary>The call that a piece may belong to.</summary>
    private Call? Known(long? index, string id, string name)
    {
        if (index is not null && _calls.FindLast(call => call.Index == index) is { } same)
            return same;
        if (id.Length > 0 && _calls.FindLast(call => call.Id == id) is { } named)
            return named;

        // With an index that is new, a name begins a call; without a name it is an index that is not to be relied on.
        return _calls.Count > 0 && (index is null || name.Length == 0) ? _calls[^1] : null;
    }

    private static string ArgumentsOf(JsonElement function) => (function.Find("arguments") ?? function.Find("parameters")) switch
    {
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json => json.GetRawText(),
        { } text => text.Text() ?? "",
        _ => "",
    };

    private sealed class Call(long? index)
    {
        private readonly StringBuilder _arguments = new();

        public long? Index => index;

        public string Id { get; private set; } = "";

        public string Name { get; private set; } = "";

        public MergedFields Fields { get; } = new();

        /// <summary>Whether a piece with a name is this call once more: its head, or all of it at the end.</summary>
        public bool IsRepeatedBy(string id, string name, string arguments) =>
            name == Name && (id == Id || id.Length == 0 || Id.Length == 0) && IsComplete && (arguments.Length == 0 || arguments == _arguments.ToString());

        /// <summary>Whether a piece with a name is more of this call, which has not all of its arguments yet.</summary>
        public bool GoesOnWith(string id, string name, string arguments) =>
            name == Name && !IsComplete && (_arguments.Length > 0 || id == Id || id.Length == 0 || Id.Length == 0 || arguments.Length > 0);

        public void Add(string id, string name, string arguments)
        {
            if (Id.Length == 0)
                Id = id;
            if (Name.Length == 0)
                Name = name;

            // Some send with each piece all that there is so far.
            if (_arguments.Length > 1 && arguments.Length > _arguments.Length && name.Length > 0 && arguments.StartsWith(_arguments.ToString(), StringComparison.Ordinal))
                _arguments.Clear();
            _arguments.Append(arguments);
        }

        public FunctionCallContent Build() =>
            FunctionCalls.Create(Id, Name, WellFormed.Of(_arguments.ToString()), Fields.IsEmpty ? null : Fields.ToJson());

        private bool IsComplete => _arguments is [.., '}' or ']' or ' ' or '\n'] && FunctionCalls.Parse(_arguments.ToString()) is not null;
    }
}
