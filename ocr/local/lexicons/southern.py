"""Spanish, Italian and Portuguese: what things are called on business documents there. Data only."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "number": (
        "factura n°|factura no|factura nr|factura de venta"
        "|factura de venta n°|numero de factura|n° de factura|n° factura|no factura"
        "|num factura|factura num"
        "|numero factura|factura numero|factura|n° de documento|numero de documento|recibo n°|abono n°"
        "|numero de abono"
        "|fattura n°|fattura nr|fattura no|numero fattura|n° fattura|fattura numero|fattura|numero documento"
        "|n° documento|nota di credito n°|ricevuta n°|fattura num|num fattura"
        "|fatura n°|fatura no|fatura nr|numero da fatura|n° da fatura|fatura numero|n° fatura|fatura"
        "|nota de credito n°"
    ),
    "order": (
        "su pedido|pedido n°|n° de pedido|n° pedido|numero de pedido|pedido cliente|su n° de pedido|orden de compra"
        "|vostro ordine|ordine n°|n° ordine|numero ordine|ordine cliente|vs ordine|rif ordine|ordine d'acquisto"
        "|sua encomenda|encomenda n°|n° encomenda|n° de encomenda|v encomenda"
    ),
    "your_ref": "su referencia|su ref|vostro riferimento|vs rif|vs riferimento|sua referencia|v referencia|v ref",
    "date": (
        "fecha|fecha de factura|fecha factura|fecha de emision|fecha emision|fecha de expedicion|fecha expedicion"
        "|data fattura|data della fattura|data di emissione|data emissione|data documento|fattura del"
        "|data da fatura|data de emissao|data fatura|data do documento|data"
    ),
    "due": (
        "ri ba|riba"
        "|vencimiento|fecha de vencimiento|fecha vencimiento|fecha limite de pago|pagar antes de|pagadero antes del"
        "|scadenza|data di scadenza|data scadenza|scadenza pagamento|da pagare entro il|entro il"
        "|vencimento|data de vencimento|data vencimento|pagar ate|data limite de pagamento"
    ),
    "order_date": "fecha de pedido|fecha pedido|fecha del pedido|data ordine|data dell'ordine|data da encomenda",
    "delivery_date": (
        "fecha de entrega|fecha entrega|fecha de servicio|fecha de operacion|fecha operacion|data di consegna"
        "|data consegna|data de entrega|data entrega|fecha de envio|data spedizione"
    ),
    "period": (
        "periodo|periodo de facturacion|periodo facturado|periodo di fatturazione|periodo de faturacao"
        "|fecha de inicio|fecha de fin|validez|valido hasta|valida ate|valido fino al"
        "|llegada|salida|entrada|arrivo|partenza|chegada|partida"
    ),
    "other_date": "fecha de pago|fecha del albaran|data di pagamento|data ddt|data de pagamento",
    "customer_no": (
        "n° cliente|n° de cliente|numero de cliente|codigo cliente|codigo de cliente|cod cliente|codice cliente"
        "|numero cliente|cliente n°|codigo do cliente|numero do cliente|codigo proveedor|codice fornitore"
    ),
    "contract_no": (
        "contrato|n° contrato|numero de contrato|contratto|n° contratto|proyecto|progetto|projeto|expediente|cig|cup"
    ),
    "seller_order": (
        "nuestro pedido|nuestra referencia|nuestra ref|ns ref|ns rif|nostro riferimento|nossa referencia|n referencia"
    ),
    "quote_no": (
        "presupuesto|presupuesto n°|n° presupuesto|oferta|oferta n°|preventivo|preventivo n°|offerta n°"
        "|orcamento|orcamento n°|proposta n°"
    ),
    "delivery_no": (
        "albaran|albaran n°|n° albaran|n° de albaran|ddt|ddt n°|n° ddt|documento di trasporto"
        "|guia de remessa|guia de transporte"
    ),
    "original_number": (
        "factura rectificada|rectifica la factura|factura original|factura de origen|fattura originale"
        "|rif fattura|riferimento fattura|fatura original|fatura retificada"
    ),
    "other_no": (
        "telefono|tfno|movil|tlf|telefone|cellulare|telemovel|pagina n°|codice destinatario|matricola|pec|codice sdi"
    ),
    "payment_ref": (
        "referencia de pago|referencia pago|concepto de pago|concepto transferencia|causale|causale del versamento"
        "|riferimento pagamento|referencia de pagamento|referencia multibanco"
    ),
    "net": (
        "base imponible|total base imponible|importe neto|total neto|neto|total sin iva|importe sin iva|base imp"
        "|total base|suma sin iva|imponibile|totale imponibile|totale netto|importo netto|netto imponibile"
        "|totale senza iva|totale iva esclusa|base tributavel|total sem iva|total liquido|valor liquido|incidencia"
    ),
    "subtotal": (
        "suma|total bruto|total lineas|subtotale|totale merce|totale righe|totale parziale|soma|total iliquido"
    ),
    "vat": (
        "iva|importe iva|total iva|cuota iva|cuota|cuota de iva|igic|imposta|totale iva|importo iva|totale imposta"
        "|iva totale|valor do iva|total do iva|valor iva|impuestos|total impuestos|impostos"
    ),
    "gross": (
        "total factura|importe total|total con iva|total iva incluido|total general|total importe|total euros"
        "|totale|totale fattura|totale documento|importo totale|totale complessivo|totale ivato|totale iva inclusa"
        "|totale generale|totale euro|total da fatura|total com iva|valor total|total geral|total do documento"
    ),
    "payable": (
        "total a pagar|a pagar|importe a pagar|liquido a pagar|pendiente|pendiente de pago"
        "|importe pendiente|saldo pendiente"
        "|totale da corrispondere|totale da pagare|da pagare|netto a pagare|totale a pagare|importo dovuto"
        "|totale dovuto|saldo da pagare"
        "|valor a pagar|em divida"
    ),
    "prepaid": (
        "anticipo|pagado|ya pagado|importe pagado|pago a cuenta|a cuenta|acconto|gia pagato|pagato|adiantamento|pago"
        "|ja pago|valor pago"
    ),
    "other_tax": (
        "retencion|retencion irpf|irpf|ritenuta|ritenuta d'acconto|recargo de equivalencia|bollo"
        "|imposta di bollo|retencao"
    ),
    "previous": "saldo anterior|saldo precedente",
    "discount": "descuento|dto|descuentos|sconto|sconti|desconto|descontos",
    "shipping": (
        "portes|gastos de envio|transporte|gastos de transporte|spese di trasporto|spese di spedizione|trasporto"
        "|spedizione|despesas de envio|custos de envio"
    ),
    "rounding": "redondeo|arrotondamento|arredondamento",
    "cash": "efectivo|cambio|tarjeta|contanti|resto|carta|numerario|troco|multibanco",
    "supplier": (
        "proveedor|vendedor|emisor|datos del emisor|fornitore|venditore|cedente|cedente prestatore"
        "|mittente|fornecedor|emitente"
    ),
    "payee": "titular|titular de la cuenta|beneficiario|intestatario|intestato a|titular da conta",
    "buyer": (
        "cliente|facturar a|datos del cliente|datos de facturacion|direccion de facturacion|comprador|destinatario"
        "|intestatario fattura|cessionario|cessionario committente|spett le"
        "|spett le ditta|spettabile ditta|fatturare a|acquirente|faturar a"
        "|dados do cliente|nombre del cliente"
    ),
    "ship_to": (
        "direccion de entrega|lugar de entrega|enviar a|direccion de envio|indirizzo di consegna|destinazione"
        "|luogo di consegna|luogo di destinazione|morada de entrega|local de entrega"
    ),
    "third_party": "representante fiscal|rappresentante fiscale|transportista|vettore|transportador",
    "vat_id": (
        "nif|cif|nif cif|cif nif|n° iva|nif iva|partita iva|p iva|p.iva|piva|part iva|codice fiscale e partita iva"
        "|contribuinte|n° contribuinte|nipc|numero iva"
    ),
    "buyer_vat_id": (
        "nif cliente|cif cliente|nif del cliente|su nif|su cif|partita iva cliente|p iva cliente|nif do cliente"
    ),
    "reg_id": "registro mercantil|rea|n° rea|registro imprese",
    "iban": (
        "cuenta|cuenta bancaria|n° de cuenta|conto corrente|coordinate bancarie|banca d'appoggio|conta bancaria|nib"
    ),
    "currency": "moneda|divisa|moeda",
    "terms": "condiciones de pago|forma de pago|condizioni di pagamento|modalita di pagamento|condicoes de pagamento",
}

COLUMNS: dict[str, str] = {
    "description": (
        "descripcion|concepto|articulo|producto|servicio|detalle|descrizione|articolo|prodotto|servizio|descricao"
        "|designacao|artigo|produto"
    ),
    "quantity": "cantidad|cant|uds|unidades|cdad|quantita|qta|quantidade|qtd|qtde",
    "unit": "ud|unidad|unita|um|unidade|un",
    "price": (
        "precio|precio unitario|precio ud|p unitario|precio unit|prezzo|prezzo unitario|prezzo unit|preco"
        "|preco unitario|preco unit"
    ),
    "discount": "dto|dto %|descuento|% dto|sconto|sconto %|desconto|desc|% desc",
    "vat_rate": "iva|iva %|% iva|tipo iva|aliquota|aliquota iva|taxa iva|cod iva",
    "amount": (
        "importe|importe neto|total linea|importe total|importo|importo netto|totale|totale riga|valor|valor total"
        "|total liquido"
    ),
    "code": "codigo|referencia|cod|cod art|codice|codice articolo|cod articolo|rif",
    "date": "fecha|data",
}

TITLES: dict[str, str] = {
    "invoice": (
        "factura|factura simplificada|factura comercial|factura de venta|fattura|fattura di vendita|fattura immediata"
        "|bolletta|bolletta energia elettrica|bolletta energia|bolletta gas|bolletta luce|bolletta dell'acqua"
        "|fattura differita|fattura elettronica|fattura accompagnatoria|fatura|fatura recibo"
        "|fatura simplificada|parcella"
    ),
    "credit_note": (
        "factura rectificativa|nota de abono|abono|factura de abono|nota de credito|nota di credito|nota di accredito"
        "|nota credito"
    ),
    "receipt": "recibo|ticket de compra|ricevuta|scontrino|ricevuta fiscale|talao",
    "purchase_order": (
        "pedido|orden de compra|pedido de compra|ordine d'acquisto|ordine di acquisto|ordine|encomenda"
        "|nota de encomenda"
    ),
    "order_confirmation": "confirmacion de pedido|conferma d'ordine|conferma ordine|confirmacao de encomenda",
    "delivery_note": (
        "albaran|albaran de entrega|documento di trasporto|ddt|bolla di consegna|guia de remessa|guia de transporte"
    ),
    "reminder": (
        "recordatorio de pago|reclamacion de pago|sollecito di pagamento|sollecito|aviso de pagamento|aviso de cobro"
    ),
    "statement": "extracto de cuenta|estado de cuenta|estratto conto|extrato de conta|extrato",
    "other": (
        "presupuesto|oferta|factura proforma|proforma|preventivo|offerta|fattura proforma"
        "|fattura pro forma|orcamento|fatura proforma"
    ),
}
