using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>What the methods of an assembly use of others, read from its instructions.</summary>
internal sealed class CompiledCode(PEReader file)
{
    private static readonly FrozenDictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => unchecked((ushort)code.Value), code => code.OperandType);

    private readonly MetadataReader _metadata = file.GetMetadataReader();

    /// <summary>Every use of a member of another assembly, with the outermost type that uses it.</summary>
    public IEnumerable<(string User, (string Type, string Member) Used)> Uses() =>
        from handle in _metadata.MethodDefinitions
        let method = _metadata.GetMethodDefinition(handle)
        where method.RelativeVirtualAddress != 0
        from token in Tokens(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader())
        let used = MemberOf(token)
        where used is not null
        select (OutermostOf(method.GetDeclaringType()), used.Value);

    private static List<int> Tokens(BlobReader code)
    {
        var tokens = new List<int>();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var instruction = first == 0xFE ? (ushort)(0xFE00 | code.ReadByte()) : first;
            switch (Operands[instruction])
            {
                case OperandType.InlineMethod or OperandType.InlineTok:
                    tokens.Add(code.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += sizeof(int) * targets;
                    break;
                case var operand:
                    code.Offset += SizeOf(operand);
                    break;
            }
        }

        return tokens;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private (string Type, string Member)? MemberOf(int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind == HandleKind.MethodSpecification)
            handle = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        if (handle.Kind != HandleKind.MemberReference)
            return null;
        var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
        if (member.Parent.Kind != HandleKind.TypeReference)
            return null;
        var type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        return ($"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}", _metadata.GetString(member.Name));
    }

    /// <summary>Lambdas and async methods are types of their own, within the one that was written.</summary>
    private string OutermostOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }
}
