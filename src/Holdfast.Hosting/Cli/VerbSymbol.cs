using System.CommandLine;
using Holdfast.Verbs;

namespace Holdfast.Hosting.Cli;

/// <summary>A parameter of a verb on the command line.</summary>
internal sealed class VerbSymbol
{
    private readonly VerbParameter _parameter;
    private readonly Option<string>? _option;
    private readonly Option<bool>? _flag;
    private readonly Argument<string>? _argument;
    private readonly Argument<string[]>? _arguments;

    public VerbSymbol(VerbParameter parameter)
    {
        _parameter = parameter;
        switch (parameter.Kind)
        {
            case VerbParameterKind.Flag:
                _flag = new Option<bool>($"--{parameter.Name}") { Description = parameter.Help };
                break;
            case VerbParameterKind.Option:
                _option = new Option<string>($"--{parameter.Name}") { Description = parameter.Help, HelpName = parameter.Choices is null ? parameter.ValueName : string.Join('|', parameter.Choices) };
                if (parameter.Choices is { } choices)
                    _option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. choices]);
                break;
            case VerbParameterKind.Argument:
                _argument = new Argument<string>(parameter.ValueName) { Description = parameter.Help };
                break;
            default:
                _arguments = new Argument<string[]>(parameter.ValueName) { Description = parameter.Help, Arity = ArgumentArity.ZeroOrMore };
                break;
        }
    }

    public string Name => _parameter.Name;

    public void AddTo(Command command)
    {
        if (((Argument?)_argument ?? _arguments) is { } argument)
            command.Add(argument);
        else
            command.Add((Option?)_option ?? _flag!);
    }

    /// <summary>What was typed; null for nothing.</summary>
    public IReadOnlyList<string>? Read(ParseResult parsed)
    {
        if (_flag is not null)
            return parsed.GetValue(_flag) ? [] : null;
        if (_arguments is not null)
            return parsed.GetValue(_arguments) is { Length: > 0 } values ? values : null;
        return (_option is not null ? parsed.GetValue(_option) : parsed.GetValue(_argument!)) is { } value ? [value] : null;
    }
}
