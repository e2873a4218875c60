using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Simulator.Calls;

/// <summary>A call's arguments by name, whichever way they were sent. Complex values are JSON text, as forms carry them.</summary>
public sealed class ApiArguments
{
    private readonly List<KeyValuePair<string, string>> _values = new(8);

    /// <summary>Every argument; the token is not among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _values;

    /// <summary>The argument as text, or null when it was not given.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (known, value) in _values)
            {
                if (known == name) return value;
            }

            return null;
        }
    }

    internal string? Token { get; private set; }

    internal void Add(string name, string value)
    {
        if (name == "token") Token = value;
        else _values.Add(new(name, value));
    }

    /// <summary>An argument that is there and not empty.</summary>
    internal bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = this[name];
        return value is { Length: > 0 };
    }

    /// <summary>Python's SDK sends booleans as 1 and 0, Node's as true and false.</summary>
    internal bool Flag(string name, bool otherwise = false) => this[name] switch
    {
        null or "" => otherwise,
        "true" or "1" => true,
        _ => false,
    };

    internal int Number(string name, int otherwise) => int.TryParse(this[name], out var number) ? number : otherwise;
}
